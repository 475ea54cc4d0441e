using System.IO.Compression;
using System.Text;
using FlowActors.Sources;

namespace FlowActors.Tests.Sources.TextFiles;

/// <summary>Gzip that is whole gives its text; any other gives the beginning of it and fails.</summary>
public sealed class GunzipStreamTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(GzipBytes.Lines(60));

    public static TheoryData<CompressionLevel> Levels => [CompressionLevel.NoCompression, CompressionLevel.Fastest, CompressionLevel.SmallestSize];

    [Fact]
    public async Task Members_one_behind_the_other_are_one_text_in_reads_of_any_size()
    {
        byte[] gzip = [.. GzipBytes.Of(Text), .. GzipBytes.Of([]), .. GzipBytes.Of(Text, CompressionLevel.NoCompression), .. GzipBytes.Of("\n")];
        byte[] text = [.. Text, .. Text, (byte)'\n'];
        foreach (var inputBytes in Enumerable.Range(1, 60).Append(gzip.Length - 1).Append(gzip.Length))
        {
            foreach (var readBytes in (int[])[1, 3, 5000])
            {
                Assert.Equal((text, null), await ReadAsync(gzip, inputBytes, readBytes), Same);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public async Task What_is_cut_off_anywhere_fails_and_gives_nothing_that_is_not_in_the_text(CompressionLevel level)
    {
        var gzip = GzipBytes.Of(Text, level);
        for (var length = 1; length < gzip.Length; length++)
        {
            foreach (var readBytes in (int[])[1, 5000]) Check(await ReadAsync(gzip[..length], 5000, readBytes), "cut off here");
            Check(Read(gzip[..length]), "cut off here");
        }

        Assert.Equal((Text, null), Read(gzip), Same);
    }

    [Fact]
    public async Task What_is_cut_off_in_a_later_member_fails_and_between_members_cannot_be_told()
    {
        var (first, second) = (GzipBytes.Of("first\n"), GzipBytes.Of("second\n"));
        byte[] gzip = [.. first, .. second];
        for (var length = first.Length + 1; length < gzip.Length; length++)
        {
            for (var inputBytes = 1; inputBytes <= length; inputBytes++)
            {
                var (read, failure) = await ReadAsync(gzip[..length], inputBytes, 5000);
                Assert.StartsWith("first\n", Encoding.UTF8.GetString(read), StringComparison.Ordinal);
                Assert.NotNull(failure);
                Assert.Equal(read.Length, failure.Position);
            }
        }

        Assert.Equal(("first\n"u8.ToArray(), null), await ReadAsync(first, 5000, 5000), Same);
    }

    [Fact]
    public async Task A_bit_that_is_turned_over_behind_the_header_fails_or_means_nothing()
    {
        const int headerBytes = 10;
        var gzip = GzipBytes.Of(Text);
        var meaningless = 0;
        for (var bit = headerBytes * 8; bit < gzip.Length * 8; bit++)
        {
            var damaged = (byte[])gzip.Clone();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            var (read, failure) = await ReadAsync(damaged, 5000, 5000);
            meaningless += failure is null ? 1 : 0;
            if (failure is null) Assert.Equal(Text, read);
        }

        // Those that fill up the last byte of the compressed block.
        Assert.InRange(meaningless, 0, 7);
    }

    [Fact]
    public async Task Other_bytes_behind_the_last_member_fail()
    {
        var gzip = GzipBytes.Of(Text);
        foreach (var rest in (byte[][])[[0], [0, 0, 0, 0], [0x1F], [0x1F, 0x8B], [0x1F, 0], [.. "text"u8], [.. new byte[20_000]]])
        {
            byte[] bytes = [.. gzip, .. rest];
            foreach (var inputBytes in (int[])[1, gzip.Length - 1, gzip.Length, gzip.Length + 1, bytes.Length])
            {
                var (read, failure) = await ReadAsync(bytes, inputBytes, 5000);
                Assert.Equal(Text, read);
                Assert.NotNull(failure);
            }
        }
    }

    [Fact]
    public async Task Bytes_beyond_the_length_do_not_count()
    {
        var gzip = GzipBytes.Of(Text);
        using var stream = new GunzipStream(new MemoryStream([.. gzip, .. "more"u8]), gzip.Length);
        using var text = new MemoryStream();
        await stream.CopyToAsync(text);
        Assert.Equal(Text, text.ToArray());
        Assert.Equal(gzip.Length, stream.CompressedBytesRead);
    }

    private static void Check((byte[] Read, GzipException? Failure) result, string message)
    {
        Assert.NotNull(result.Failure);
        Assert.Contains(message, result.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(Text[..result.Read.Length], result.Read);
        Assert.Equal(result.Read.Length, result.Failure.Position);
    }

    private static bool Same((byte[] Read, GzipException? Failure) a, (byte[] Read, GzipException? Failure) b) =>
        a.Failure is null && b.Failure is null && a.Read.AsSpan().SequenceEqual(b.Read);

    private static async Task<(byte[] Read, GzipException? Failure)> ReadAsync(byte[] gzip, int inputBytes, int readBytes)
    {
        using var stream = new GunzipStream(new PiecewiseStream(gzip, inputBytes), long.MaxValue);
        var (text, buffer) = (new List<byte>(), new byte[readBytes]);
        try
        {
            while (await stream.ReadAsync(buffer) is var read and > 0) text.AddRange(buffer.AsSpan(0, read));
            return ([.. text], null);
        }
        catch (GzipException e)
        {
            return ([.. text], e);
        }
    }

    private static (byte[] Read, GzipException? Failure) Read(byte[] gzip)
    {
        using var stream = new GunzipStream(new MemoryStream(gzip), long.MaxValue);
        var (text, buffer) = (new List<byte>(), new byte[7]);
        try
        {
            while (stream.Read(buffer) is var read and > 0) text.AddRange(buffer.AsSpan(0, read));
            return ([.. text], null);
        }
        catch (GzipException e)
        {
            return ([.. text], e);
        }
    }

    private sealed class PiecewiseStream(byte[] bytes, int pieceBytes) : ReadOnlyStream
    {
        private int _position;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = Math.Min(Math.Min(pieceBytes, buffer.Length), bytes.Length - _position);
            bytes.AsMemory(_position, read).CopyTo(buffer);
            _position += read;
            return ValueTask.FromResult(read);
        }
    }
}
