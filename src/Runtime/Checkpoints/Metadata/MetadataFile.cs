using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Checkpoints.Metadata;

/// <summary>
/// The bytes of a metadata file: a line <c>FlowActors snapshot metadata, version V, B bytes, crc32c C</c>, and B bytes of JSON whose
/// checksum is C. The line is the same in all versions, so that each can say of every later one that it is later. Files that were
/// written once can be read for ever.
/// </summary>
internal static partial class MetadataFile
{
    /// <summary>The last version; all from 1 up to it are read.</summary>
    public const int Version = 2;

    // Builds that know only this one would pass over databases, and lose what is in them: what has some is of the next.
    private const int WithoutDatabases = 1;

    private const int HeaderBytesMax = 128;

    /// <summary>The bytes of a file.</summary>
    public static byte[] Write(SnapshotMetadata metadata)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(metadata, MetadataJson.Default.SnapshotMetadata);
        return [.. Encoding.ASCII.GetBytes(Header(metadata.HasDatabases() ? Version : WithoutDatabases, json.Length, Crc32C.Of(json))), .. json];
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="path">Its name, for messages.</param>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="SnapshotReadException">They are damaged or of a newer version.</exception>
    public static SnapshotMetadata Read(string path, ReadOnlySpan<byte> bytes)
    {
        var (version, length, checksum, header) = ReadHeader(path, bytes);
        if (version > Version) throw SnapshotReadException.NewerVersion(path, version, Version);
        var json = bytes[header..];
        if (json.Length != length) throw SnapshotReadException.Damaged(path, $"it should have {header + (long)length} bytes, and has {bytes.Length}");
        var found = Crc32C.Of(json);
        if (found != checksum) throw SnapshotReadException.Damaged(path, $"its checksum is {found:x8}, and was {checksum:x8} when it was written");
        try
        {
            var metadata = JsonSerializer.Deserialize(json, MetadataJson.Default.SnapshotMetadata) ?? throw new JsonException("it is null");
            return MetadataCheck.Complaint(metadata) is { } complaint ? throw SnapshotReadException.Damaged(path, complaint) : metadata;
        }
        catch (JsonException e)
        {
            throw SnapshotReadException.Damaged(path, $"it has no metadata that makes sense: {e.Message}", e);
        }
    }

    private static (int Version, int Length, uint Checksum, int Bytes) ReadHeader(string path, ReadOnlySpan<byte> bytes)
    {
        var line = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, HeaderBytesMax)]);
        var match = HeaderForm().Match(line);
        if (match.Success
            && int.TryParse(match.Groups["version"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && int.TryParse(match.Groups["length"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && uint.TryParse(match.Groups["crc"].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var checksum)
            && version > 0)
        {
            return (version, length, checksum, match.Length);
        }

        throw SnapshotReadException.Damaged(path, bytes.Length == 0 ? "it is empty" : "it does not begin as metadata does");
    }

    private static string Header(int version, int length, uint checksum) =>
        string.Create(CultureInfo.InvariantCulture, $"FlowActors snapshot metadata, version {version}, {length} bytes, crc32c {checksum:x8}\n");

    [GeneratedRegex(@"\AFlowActors snapshot metadata, version (?<version>[0-9]+), (?<length>[0-9]+) bytes, crc32c (?<crc>[0-9a-f]{8})\n", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderForm();
}
