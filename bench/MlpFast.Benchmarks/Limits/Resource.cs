namespace MlpFast.Benchmarks.Limits;

/// <summary>What a machine has only so much of a second.</summary>
internal enum Resource
{
    /// <summary>Fused multiply-adds; each counts as two floating-point operations.</summary>
    FusedMultiplyAdd,

    /// <summary>Bytes read from the first-level cache.</summary>
    L1,

    /// <summary>Bytes read from the second-level cache.</summary>
    L2,

    /// <summary>Bytes read from the third-level cache.</summary>
    L3,

    /// <summary>Bytes read from memory.</summary>
    Memory,
}
