using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FlowActors.Files;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Checkpoints.Metadata;

/// <summary>What metadata is as bytes. FLOWACTORS_APPROVE=1 writes golden files that are not there yet.</summary>
public sealed class MetadataFileTests
{
    private const string Name = "/x/_metadata";

    [Fact]
    public void Version_1_is_read_for_ever_and_written_as_it_is()
    {
        var golden = File.ReadAllBytes(Golden("metadata-1"));
        var metadata = MetadataFile.Read(Name, golden);
        AssertEqual(MetadataSamples.Everything(), metadata);
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(MetadataFile.Write(MetadataSamples.Everything())));
    }

    [Fact]
    public void Version_2_has_databases_and_is_read_for_ever_and_written_as_it_is()
    {
        if (!File.Exists(Golden("metadata-2")) && Environment.GetEnvironmentVariable("FLOWACTORS_APPROVE") == "1")
            File.WriteAllBytes(Golden("metadata-2"), MetadataFile.Write(MetadataSamples.WithDatabases()));
        var golden = File.ReadAllBytes(Golden("metadata-2"));
        AssertEqual(MetadataSamples.WithDatabases(), MetadataFile.Read(Name, golden));
        Assert.Equal(Encoding.UTF8.GetString(golden), Encoding.UTF8.GetString(MetadataFile.Write(MetadataSamples.WithDatabases())));
    }

    [Theory]
    [InlineData("\"name\": \"000004.sst\"", "\"name\": \"../000004.sst\"")]
    [InlineData("\"name\": \"000004.sst\"", "\"name\": \"a/b\"")]
    [InlineData("\"name\": \"000004.sst\"", "\"name\": \"..\"")]
    [InlineData("\"name\": \"000004.sst\"", "\"name\": \"\"")]
    [InlineData("\"name\": \"000004.sst\"", "\"name\": \"current\"")]
    [InlineData("\"backend\": \"disk\"", "\"backend\": \"\"")]
    [InlineData("\"id\": \"db-1\"", "\"id\": \"\"")]
    [InlineData("\"form\": \"Native\"", "\"form\": 7")]
    public void Databases_that_would_lead_elsewhere_or_to_nobody_are_refused(string text, string instead)
    {
        var whole = Encoding.UTF8.GetString(MetadataFile.Write(MetadataSamples.WithDatabases()));
        var json = whole[whole.IndexOf('{')..];
        Assert.Contains(text, json, StringComparison.Ordinal);
        AssertDamaged(WithJson(json.Replace(text, instead, StringComparison.Ordinal)));
    }

    [Fact]
    public void Files_of_databases_count_with_all_others_and_what_was_there_before_apart()
    {
        var (before, metadata) = (MetadataSamples.Everything(), MetadataSamples.WithDatabases());
        Assert.Equal(before.StateBytes() + 24_000, metadata.StateBytes());
        Assert.Equal(metadata.StateBytes() - 7_000, metadata.WrittenBytes());
        Assert.Equal(before.StateBytes(), before.WrittenBytes());
        Assert.Equal(["disk", "memory"], metadata.Backends().Order());
        Assert.Empty(metadata.Vertices[1].Subtasks[0].SnapshotFiles().Intersect(metadata.Vertices[1].Subtasks[0].Keyed[0].Database!.Handles()));
    }

    [Fact]
    public void Members_that_were_added_later_are_passed_over()
    {
        var text = Encoding.UTF8.GetString(MetadataFile.Write(MetadataSamples.Everything()));
        AssertEqual(MetadataSamples.Everything(), MetadataFile.Read(Name, WithJson(text[text.IndexOf('{')..].Replace("\"drained\"", "\"later\": [1], \"drained\"", StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_changed_byte_is_found()
    {
        var bytes = MetadataFile.Write(MetadataSamples.Everything());
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var flip in new byte[] { 0x01, 0x20, 0x80, 0xFF })
            {
                bytes[i] ^= flip;
                Assert.Contains(Name, Assert.Throws<SnapshotReadException>(() => MetadataFile.Read(Name, bytes)).Message, StringComparison.Ordinal);
                bytes[i] ^= flip;
            }
        }
    }

    [Fact]
    public void Every_missing_or_further_byte_is_found()
    {
        var bytes = MetadataFile.Write(MetadataSamples.Everything());
        for (var length = 0; length < bytes.Length; length++) AssertDamaged(bytes.AsSpan(0, length).ToArray());
        AssertDamaged([.. bytes, 0]);
    }

    [Fact]
    public void A_newer_version_is_said()
    {
        var text = Encoding.UTF8.GetString(MetadataFile.Write(MetadataSamples.Everything())).Replace("version 1,", "version 3,", StringComparison.Ordinal);
        var failure = Assert.Throws<SnapshotReadException>(() => MetadataFile.Read(Name, Encoding.UTF8.GetBytes(text)));
        Assert.Equal(SnapshotFault.NewerVersion, failure.Fault);
        Assert.Contains("version 3", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"checkpoint\": 7", "\"checkpoint\": 0")]
    [InlineData("\"kind\": \"Checkpoint\"", "\"kind\": \"Other\"")]
    [InlineData("\"kind\": \"Checkpoint\"", "\"kind\": \"Savepoint\"")]
    [InlineData("\"kind\": \"Checkpoint\",", "")]
    [InlineData("\"job\": \"0123", "\"job\": \"../3")]
    [InlineData("\"name\": \"shared/0123", "\"name\": \"../0123")]
    [InlineData("\"name\": \"shared/0123", "\"name\": \"shared/../0123")]
    [InlineData("\"lastKeyGroup\": 63", "\"lastKeyGroup\": 64")]
    [InlineData("\"lastKeyGroup\": 127", "\"lastKeyGroup\": 128")]
    [InlineData("\"parallelism\": 2", "\"parallelism\": 3")]
    [InlineData("\"index\": 1", "\"index\": 0")]
    [InlineData("\"length\": 5000", "\"length\": -1")]
    [InlineData("\"jobName\": \"word", "\"jobName\": null, \"x\": \"word")]
    public void Whole_bytes_that_make_no_sense_are_refused(string text, string instead)
    {
        var whole = Encoding.UTF8.GetString(MetadataFile.Write(MetadataSamples.Everything()));
        var json = whole[whole.IndexOf('{')..];
        Assert.Contains(text, json, StringComparison.Ordinal);
        AssertDamaged(WithJson(json.Replace(text, instead, StringComparison.Ordinal)));
    }

    [Fact]
    public void Sizes_count_a_file_once() => Assert.Equal(21_000, MetadataSamples.Everything().StateBytes());

    private static byte[] WithJson(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return [.. Encoding.ASCII.GetBytes($"FlowActors snapshot metadata, version 1, {bytes.Length} bytes, crc32c {Crc32C.Of(bytes):x8}\n"), .. bytes];
    }

    private static void AssertDamaged(byte[] bytes) =>
        Assert.Equal(SnapshotFault.Damaged, Assert.Throws<SnapshotReadException>(() => MetadataFile.Read(Name, bytes)).Fault);

    // Records with lists are equal only by reference: compared by what is in them.
    private static void AssertEqual(SnapshotMetadata expected, SnapshotMetadata actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private static string Golden(string name, [CallerFilePath] string file = "") => Path.Join(Path.GetDirectoryName(file), "Goldens", name);
}
