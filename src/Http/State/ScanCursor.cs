using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FlowActors.State.Scans;

namespace FlowActors.Http.State;

/// <summary>
/// Where the next page of a scan begins, as a text for a URL: the position, and what it is a position in. It names no server and nothing that one remembers, so that it is good on any node,
/// after restarts of the job, and for another job of that name that goes on from a savepoint.
/// </summary>
/// <remarks>
/// Base64 for URLs of: the version, 1 byte; of what tells scans apart a hash, 8 bytes; the id of this reading, 8 bytes; the number of the checkpoint that is read, 8 bytes, 0 for live state; the key
/// group, 2 bytes; whether a key follows, 1 byte; the key; a check of all that, 4 bytes. Numbers are big-endian. The check finds what was mangled; who makes a cursor up reads what any other cursor might have had him read.
/// </remarks>
/// <param name="Id">Of the reading.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Checkpoint">The checkpoint that all pages are read from; null for live state.</param>
internal sealed record ScanCursor(long Id, ScanPosition Position, long? Checkpoint = null)
{
    private const byte Version = 1;
    private const int ScanBytes = 8;
    private const int IdAt = 1 + ScanBytes;
    private const int CheckpointAt = IdAt + 8;
    private const int GroupAt = CheckpointAt + 8;
    private const int HeadBytes = GroupAt + 2 + 1;
    private const int CheckBytes = 4;

    /// <summary>The first page of a new reading.</summary>
    public static ScanCursor Begin() => new(Random.Shared.NextInt64(), ScanPosition.Start);

    /// <summary>The cursor of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scan">What tells the scan apart from others, part by part.</param>
    /// <exception cref="Problem">It is none, or one of another scan.</exception>
    public static ScanCursor Read(string text, IReadOnlyList<string?> scan)
    {
        var bytes = Decode(text);
        if (!HashOf(scan).AsSpan().SequenceEqual(bytes.AsSpan(1, ScanBytes)))
            throw Problem.Wrong(
                "The cursor is one of another scan", "It goes on with the same job, operator, state and bounds as the page that it comes from; the limit may be another one. Leave it out to begin anew.");
        var id = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(IdAt));
        var checkpoint = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(CheckpointAt));
        var group = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(GroupAt));
        return new ScanCursor(id, new ScanPosition(group, bytes[HeadBytes - 1] == 0 ? null : bytes[HeadBytes..^CheckBytes]), checkpoint == 0 ? null : checkpoint);
    }

    /// <summary>The checkpoint that a cursor goes on with; null for live state.</summary>
    /// <exception cref="Problem">It is no cursor.</exception>
    public static long? CheckpointOf(string text)
    {
        var checkpoint = BinaryPrimitives.ReadInt64BigEndian(Decode(text).AsSpan(CheckpointAt));
        return checkpoint == 0 ? null : checkpoint;
    }

    /// <summary>The text.</summary>
    public string Write(IReadOnlyList<string?> scan)
    {
        var bytes = new byte[HeadBytes + (Position.Key?.Length ?? 0) + CheckBytes];
        bytes[0] = Version;
        HashOf(scan).CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IdAt), Id);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(CheckpointAt), Checkpoint ?? 0);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(GroupAt), (ushort)Position.KeyGroup);
        bytes[HeadBytes - 1] = (byte)(Position.Key is null ? 0 : 1);
        Position.Key?.CopyTo(bytes.AsSpan(HeadBytes));
        CheckOf(bytes.AsSpan(..^CheckBytes)).CopyTo(bytes.AsSpan(^CheckBytes..));
        return Base64Url.EncodeToString(bytes);
    }

    private static byte[] Decode(string text)
    {
        if (!TryDecode(text, out var bytes) || bytes.Length < HeadBytes + CheckBytes || !CheckOf(bytes.AsSpan(..^CheckBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^CheckBytes..)))
            throw Problem.Wrong("That is no cursor", "The cursor is not as an answer has given it: take it from the last page as it is, or leave it out to begin anew.");
        if (bytes[0] != Version)
            throw Problem.Wrong("That is no cursor", $"The cursor is of version {bytes[0]}, and this node knows {Version}: leave it out to begin anew.");
        return bytes;
    }

    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var length) != OperationStatus.Done) return false;
        Array.Resize(ref bytes, length);
        return true;
    }

    // Lengths first: no two lists of parts have the same bytes.
    private static byte[] HashOf(IReadOnlyList<string?> scan) =>
        SHA256.HashData(Encoding.Unicode.GetBytes(string.Concat(scan.Select(p => p is null ? "-" : $"{p.Length}:{p}"))))[..ScanBytes];

    private static byte[] CheckOf(ReadOnlySpan<byte> bytes) => SHA256.HashData(bytes)[..CheckBytes];
}
