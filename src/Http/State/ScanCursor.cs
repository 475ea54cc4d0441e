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
/// Base64 for URLs of: the version, 1 byte; of what tells scans apart a hash, 8 bytes; the id of this reading, 8 bytes; the key group, 2 bytes; whether a key (1) and a checkpoint (2) follow, 1
/// byte; the number of the checkpoint that is read, 8 bytes; the key; a check of all that, 4 bytes. Numbers are big-endian. The check finds what was mangled; who makes a cursor up reads what any other cursor might have had him read.
/// </remarks>
/// <param name="Id">Of the reading.</param>
/// <param name="Position">Where it stands.</param>
/// <param name="Checkpoint">The checkpoint that all pages are read from; null for live state.</param>
internal sealed record ScanCursor(long Id, ScanPosition Position, long? Checkpoint = null)
{
    private const byte Version = 1;
    private const int ScanBytes = 8;
    private const int IdAt = 1 + ScanBytes;
    private const int GroupAt = IdAt + 8;
    private const int FlagsAt = GroupAt + 2;
    private const int HeadBytes = FlagsAt + 1;
    private const int HasKey = 1;
    private const int HasCheckpoint = 2;
    private const int CheckpointBytes = 8;
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
        var group = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(GroupAt));
        return new ScanCursor(id, new ScanPosition(group, (bytes[FlagsAt] & HasKey) == 0 ? null : bytes[KeyAt(bytes)..^CheckBytes]), CheckpointOf(bytes));
    }

    /// <summary>The checkpoint that a cursor goes on with; null for live state.</summary>
    /// <exception cref="Problem">It is no cursor.</exception>
    public static long? CheckpointOf(string text) => CheckpointOf(Decode(text));

    /// <summary>The text.</summary>
    public string Write(IReadOnlyList<string?> scan)
    {
        var bytes = new byte[HeadBytes + (Checkpoint is null ? 0 : CheckpointBytes) + (Position.Key?.Length ?? 0) + CheckBytes];
        bytes[0] = Version;
        HashOf(scan).CopyTo(bytes.AsSpan(1));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IdAt), Id);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(GroupAt), (ushort)Position.KeyGroup);
        bytes[FlagsAt] = (byte)((Position.Key is null ? 0 : HasKey) | (Checkpoint is null ? 0 : HasCheckpoint));
        if (Checkpoint is { } checkpoint) BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(HeadBytes), checkpoint);
        Position.Key?.CopyTo(bytes.AsSpan(KeyAt(bytes)));
        CheckOf(bytes.AsSpan(..^CheckBytes)).CopyTo(bytes.AsSpan(^CheckBytes..));
        return Base64Url.EncodeToString(bytes);
    }

    private static int KeyAt(byte[] bytes) => HeadBytes + ((bytes[FlagsAt] & HasCheckpoint) == 0 ? 0 : CheckpointBytes);

    private static long? CheckpointOf(byte[] bytes) => (bytes[FlagsAt] & HasCheckpoint) == 0 ? null : BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(HeadBytes));

    private static byte[] Decode(string text)
    {
        var isWhole = TryDecode(text, out var bytes) && bytes.Length >= HeadBytes + CheckBytes && bytes.Length >= KeyAt(bytes) + CheckBytes;
        if (!isWhole || !CheckOf(bytes.AsSpan(..^CheckBytes)).AsSpan().SequenceEqual(bytes.AsSpan(^CheckBytes..)))
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
