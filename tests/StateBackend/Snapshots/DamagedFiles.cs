using CsCheck;
using FlowActors.Serialization;
using FlowActors.State.Snapshots.Files;
using static FlowActors.StateBackend.Tests.Snapshots.SnapshotFiles;

namespace FlowActors.StateBackend.Tests.Snapshots;

/// <summary>Whatever becomes of the bytes of a file: what is read is what was written, or the file is refused.</summary>
public sealed class DamagedFiles
{
    private static readonly byte[] File = Written(SampleStates.Headers, SampleStates.Elements, blockBytes: 100);

    public static TheoryData<byte> Flips => [0x01, 0x80, 0x7F, 0xFF];

    [Theory]
    [MemberData(nameof(Flips))]
    public void A_byte_that_was_changed_is_noticed_wherever_it_is(byte flip)
    {
        for (var i = 0; i < File.Length; i++)
        {
            var damaged = (byte[])File.Clone();
            damaged[i] ^= flip;
            var refused = Refused(damaged);
            Assert.Equal(SnapshotFault.Damaged, refused.Fault);
            Assert.Equal(Name, refused.File);
            Assert.Contains(Name, refused.Message, StringComparison.Ordinal);
            Assert.InRange(refused.Offset, 0, File.Length);
        }
    }

    [Fact]
    public void A_file_that_was_cut_anywhere_is_refused()
    {
        for (var length = 0; length < File.Length; length++) Assert.Equal(SnapshotFault.Damaged, Refused(File[..length]).Fault);
    }

    [Fact]
    public void A_file_with_more_or_fewer_bytes_in_it_is_refused()
    {
        for (var i = 0; i <= File.Length; i++)
        {
            Refused([.. File[..i], 0, .. File[i..]]);
            if (i < File.Length) Refused([.. File[..i], .. File[(i + 1)..]]);
        }
    }

    [Fact]
    public void Bytes_of_another_file_at_the_same_place_are_noticed()
    {
        // Timers are found by their value, and stay as they are, so that the directories are of one length.
        var others = SampleStates.Elements.Select(e => e.State == 4 ? e : e with { Value = e.Value.Length == 8 ? Bytes(6) : Bytes(6L) });
        var other = Written(SampleStates.Headers, others, blockBytes: 100);
        Assert.Equal(File.Length, other.Length);
        for (var i = 1; i < File.Length; i++)
        {
            byte[] mixed = [.. File[..i], .. other[i..]];
            if (!mixed.SequenceEqual(File) && !mixed.SequenceEqual(other)) Refused(mixed);
        }
    }

    [Fact]
    public void A_file_that_was_not_completed_is_refused()
    {
        var stream = new MemoryStream();
        var writer = new SnapshotFileWriter(stream);
        for (var i = 0; i < SampleStates.Headers.Length; i++) writer.Add(i, SampleStates.Headers[i]);
        foreach (var element in SampleStates.Elements) element.WriteTo(writer);
        Assert.Contains("cut or never finished", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    // As no disk does it: whoever has written the file had a fault.
    [Fact]
    public void Bytes_that_are_wrong_under_right_checksums_lead_to_no_other_failure()
    {
        var changes = Gen.Select(Gen.Int[SnapshotFormat.HeaderBytes, File.Length - SnapshotFormat.FooterBytes - 1], Gen.Byte);
        Seeded.Check(changes, change =>
        {
            var wrong = (byte[])File.Clone();
            wrong[change.Item1] = change.Item2;
            WithRightChecksums(wrong);
            try
            {
                using var file = Open(wrong);
                All(file);
                foreach (var group in file.KeyGroups)
                {
                    foreach (var state in file.States.Keys) Rest(file.Read(group, state, SortKeyRange.All));
                }
            }
            catch (UnreadableSnapshotException e)
            {
                Assert.Equal(SnapshotFault.Damaged, e.Fault);
            }
        });
    }

    [Fact]
    public void A_missing_file_is_refused_and_a_failing_disk_is_not_taken_for_one()
    {
        var missing = Assert.Throws<UnreadableSnapshotException>(() => SnapshotFileReader.Open(Name, () => throw new FileNotFoundException()));
        Assert.Equal(SnapshotFault.Missing, missing.Fault);
        Assert.Throws<IOException>(() => SnapshotFileReader.Open(Name, () => throw new IOException()));
    }

    [Fact]
    public void A_later_version_is_refused_as_such()
    {
        byte[] later = [.. Envelope.Header(2), .. File[SnapshotFormat.HeaderBytes..]];
        var refused = Refused(later);
        Assert.Equal(SnapshotFault.NewerVersion, refused.Fault);
        Assert.Contains("version 2", refused.Message, StringComparison.Ordinal);
        Assert.Equal(SnapshotFault.Damaged, Refused([.. Envelope.Header(0), .. File[SnapshotFormat.HeaderBytes..]]).Fault);
    }

    [Fact]
    public void A_damaged_block_keeps_nobody_from_reading_other_key_groups()
    {
        var damaged = (byte[])File.Clone();
        damaged[SnapshotFormat.HeaderBytes + 5]++;
        using var file = Open(damaged);
        Assert.Throws<UnreadableSnapshotException>(() => Rest(file.Read(3)));
        Assert.Equal(SampleStates.Elements.Where(e => e.Group == 127), Rest(file.Read(127)));
        Assert.Equal(SampleStates.Elements.Where(e => e.Group == -1), Rest(file.Read(-1)));
    }

    [Fact]
    public void Another_file_of_that_name_is_told_by_its_summary()
    {
        using var file = Open(File);
        using var other = Open(Written(SampleStates.Headers, SampleStates.Elements.SkipLast(1), blockBytes: 100));
        Assert.NotEqual(file.Summary.Checksum, other.Summary.Checksum);
    }

    private static void WithRightChecksums(byte[] bytes)
    {
        var footer = Envelope.ReadFooter(bytes.AsSpan(^SnapshotFormat.FooterBytes..), bytes.Length, Name);
        var directory = bytes.AsSpan(bytes.Length - SnapshotFormat.FooterBytes - (int)footer.DirectoryLength, (int)footer.DirectoryLength);
        RepairBlocks(bytes, directory);
        Envelope.Footer(footer with { DirectoryChecksum = Crc32C.Of(directory) }).CopyTo(bytes.AsSpan(bytes.Length - SnapshotFormat.FooterBytes));
    }

    // A checksum of four bytes stands in the directory where that of the block before the change stood.
    private static void RepairBlocks(byte[] bytes, Span<byte> directory)
    {
        var original = File.AsSpan(File.Length - SnapshotFormat.FooterBytes - directory.Length, directory.Length);
        foreach (var block in DirectoryBytes.Read(original, File.Length - SnapshotFormat.FooterBytes - directory.Length).Parts.SelectMany(p => p.Blocks))
        {
            var place = original.IndexOf(BitConverter.GetBytes(block.Checksum));
            BitConverter.TryWriteBytes(directory[place..], Crc32C.Of(bytes.AsSpan((int)block.Offset, block.Length)));
        }
    }

    // Opens it and reads all, and only the one exception may come of it. What was read before that is right.
    private static UnreadableSnapshotException Refused(byte[] bytes)
    {
        var read = new List<Element>();
        return Assert.Throws<UnreadableSnapshotException>(() =>
        {
            using var file = Open(bytes);
            foreach (var group in file.KeyGroups)
            {
                for (var cursor = file.Read(group); cursor.MoveNext();)
                {
                    read.Add(Element.Of(cursor.State, cursor.Current));
                    Assert.Equal(SampleStates.Elements[read.Count - 1], read[^1]);
                }
            }
        });
    }
}
