using System.Runtime.InteropServices;

namespace FlowActors.State.RocksDb.Interop;

/// <summary>Texts as an array of C strings, in native memory until it is disposed.</summary>
internal sealed unsafe class NativeTexts : IDisposable
{
    private readonly int _count;

    public NativeTexts(IEnumerable<string> texts)
    {
        var all = texts.ToArray();
        Pointers = (byte**)NativeMemory.Alloc((nuint)all.Length, (nuint)sizeof(byte*));
        foreach (var text in all) Pointers[_count++] = (byte*)Marshal.StringToCoTaskMemUTF8(text);
    }

    public byte** Pointers { get; private set; }

    public void Dispose()
    {
        if (Pointers is null) return;
        for (var i = 0; i < _count; i++) Marshal.FreeCoTaskMem((nint)Pointers[i]);
        NativeMemory.Free(Pointers);
        Pointers = null;
    }
}
