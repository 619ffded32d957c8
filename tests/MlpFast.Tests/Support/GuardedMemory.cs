using System.ComponentModel;
using System.Runtime.InteropServices;
using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>Where in guarded memory a span lies.</summary>
public enum Edge
{
    /// <summary>Right after a protected page.</summary>
    Start,

    /// <summary>Right before a protected page.</summary>
    End,
}

/// <summary>
/// Pages between two that may be neither read nor written: a kernel that oversteps by one byte ends the process. Around a span that lies
/// apart from the edge there are NaNs, which spoil results when they are read, and which show when they are overwritten.
/// </summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadOnly = 1;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    /// <summary>Floats on either side of a span: more than a kernel handles at once.</summary>
    private const int Margin = 64;

    /// <summary>A NaN that no arithmetic produces.</summary>
    private const uint Surroundings = 0x7FDEADED;

    private readonly nint _region;
    private readonly nint _regionSize;
    private readonly nint _begin;
    private readonly nint _size;
    private int _first;
    private int _length;

    public GuardedMemory(int capacity)
    {
        int page = Environment.SystemPageSize;
        nint size = (((capacity * sizeof(float)) + page - 1) / page) * page;
        _regionSize = size + (2 * page);
        _region = Map(0, _regionSize, NoAccess, PrivateAnonymous, -1, 0);
        if (_region == -1)
        {
            throw new Win32Exception();
        }

        _begin = _region + page;
        _size = size;
    }

    private Span<float> Unprotected => new((void*)_begin, (int)(_size / sizeof(float)));

    private Span<uint> Before => MemoryMarshal.Cast<float, uint>(Unprotected[Math.Max(0, _first - Margin).._first]);

    private Span<uint> After =>
        MemoryMarshal.Cast<float, uint>(Unprotected[(_first + _length)..Math.Min(Unprotected.Length, _first + _length + Margin)]);

    /// <summary>A span with the given content, writable, so many floats from the given edge.</summary>
    public Span<float> Place(ReadOnlySpan<float> content, Edge edge, int offset = 0)
    {
        Require(Protect(_begin, _size, ReadWrite));
        _first = edge == Edge.Start ? offset : Unprotected.Length - offset - content.Length;
        _length = content.Length;
        Before.Fill(Surroundings);
        After.Fill(Surroundings);
        Span<float> span = Unprotected.Slice(_first, _length);
        content.CopyTo(span);
        return span;
    }

    /// <summary>The same, and all of it read-only: an operand that no kernel may write to.</summary>
    public ReadOnlySpan<float> PlaceReadOnly(ReadOnlySpan<float> content, Edge edge, int offset = 0)
    {
        ReadOnlySpan<float> span = Place(content, edge, offset);
        Require(Protect(_begin, _size, ReadOnly));
        return span;
    }

    /// <summary>Requires that what surrounds the span was not written to.</summary>
    public void AssertSurroundings(string about)
    {
        Assert.True(!Before.ContainsAnyExcept(Surroundings), $"Expected nothing written before the span. {about}");
        Assert.True(!After.ContainsAnyExcept(Surroundings), $"Expected nothing written after the span. {about}");
    }

    public void Dispose() => Require(Unmap(_region, _regionSize));

    private static void Require(int result)
    {
        if (result != 0)
        {
            throw new Win32Exception();
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint Map(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Protect(nint address, nint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Unmap(nint address, nint length);
}

/// <summary>A test on guarded memory. It runs on Linux; elsewhere it counts as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class GuardedMemoryTheoryAttribute : TheoryAttribute
{
    public GuardedMemoryTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Pages are protected through Linux's mprotect.";
        }
    }
}
