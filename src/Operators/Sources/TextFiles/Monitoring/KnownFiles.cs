using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using FlowActors.Paths;

namespace FlowActors.Sources;

/// <summary>
/// Which files were taken: by the paths that they had, and by what they are (which file, its length and its last write), so that one that gets another
/// name is known. Nothing is ever forgotten, as a folder that is gone may come again; so of each only hashes are kept, 32 bytes for a file and
/// 16 for each further name.
/// </summary>
internal sealed class KnownFiles
{
    private const int MarkBytes = 16;
    private readonly HashSet<UInt128> _marks;

    public KnownFiles() => _marks = [];

    /// <param name="bytes">What <see cref="ToBytes"/> gave.</param>
    public KnownFiles(byte[] bytes) => _marks = [.. bytes.Chunk(MarkBytes).Select(b => BinaryPrimitives.ReadUInt128LittleEndian(b))];

    public byte[] ToBytes()
    {
        var (bytes, at) = (new byte[_marks.Count * MarkBytes], 0);
        foreach (var mark in _marks) BinaryPrimitives.WriteUInt128LittleEndian(bytes.AsSpan(MarkBytes * at++), mark);
        return bytes;
    }

    public void Add(FoundFile file)
    {
        _marks.Add(Path(file));
        _marks.Add(File(file.Status));
    }

    /// <summary>Whether a file was taken; if by another name, this one is known from now on.</summary>
    public bool Recognize(FoundFile file)
    {
        var path = Path(file);
        if (_marks.Contains(path)) return true;
        if (!_marks.Contains(File(file.Status))) return false;
        _marks.Add(path);
        return true;
    }

    private static UInt128 Path(FoundFile file) => Hash(Encoding.UTF8.GetBytes("/" + file.Path));

    private static UInt128 File(PathStatus file)
    {
        ReadOnlySpan<ulong> numbers = [file.Identity.Device, file.Identity.Number, (ulong)file.Identity.Born, (ulong)file.Length, (ulong)file.Written];
        return Hash([0, .. MemoryMarshal.AsBytes(numbers), .. Encoding.UTF8.GetBytes(file.Identity.RealPath ?? "")]);
    }

    private static UInt128 Hash(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(bytes));
}
