using System.ComponentModel;
using System.Runtime.InteropServices;
using Xunit;

namespace MlpFast.Tests.Support;

/// <summary>Where in guarded memory a span lies.</summary>
public enum Edge
{
    /// <summary>Its first element follows a protected page.</summary>
    Start,

    /// <summary>Its last element precedes a protected page.</summary>
    End,
}

/// <summary>Pages between two that may be neither read nor written: a kernel that oversteps by one byte ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int NoAccess = 0;
    private const int ReadOnly = 1;
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;

    private readonly nint _region;
    private readonly nint _regionSize;

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

        Begin = _region + page;
        Size = size;
    }

    /// <summary>The first byte that is not protected.</summary>
    public nint Begin { get; }

    /// <summary>Number of bytes that are not protected.</summary>
    public nint Size { get; }

    /// <summary>A span with the given content at the given edge, writable.</summary>
    public Span<float> Place(ReadOnlySpan<float> content, Edge edge)
    {
        Require(Protect(Begin, Size, ReadWrite));
        nint start = edge == Edge.Start ? Begin : Begin + Size - (content.Length * sizeof(float));
        var span = new Span<float>((void*)start, content.Length);
        content.CopyTo(span);
        return span;
    }

    /// <summary>The same, and all of it read-only: an operand that no kernel may write to.</summary>
    public ReadOnlySpan<float> PlaceReadOnly(ReadOnlySpan<float> content, Edge edge)
    {
        ReadOnlySpan<float> span = Place(content, edge);
        Require(Protect(Begin, Size, ReadOnly));
        return span;
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
