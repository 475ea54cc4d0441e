using System.Diagnostics;
using FlowActors.Operators;
using FlowActors.Sources;
using FlowActors.Tests.Harness;
using FlowActors.Tests.Sources.TextFiles;

namespace FlowActors.Tests.Sources;

/// <summary>Readers that stop after any number of records, and others that go on from their splits, read what one reader reads.</summary>
public sealed class RestoredReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_generator_goes_on_from_its_splits_in_the_order_of_the_numbers()
    {
        var source = new GeneratorSource<long>(50, i => i);
        foreach (var parallelism in (int[])[1, 2, 3, 7])
            Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), await ReadInPiecesAsync(source, NumberedSplit.Shares(parallelism, 50), pieces: 3));
    }

    [Fact]
    public async Task What_is_left_of_numbers_is_divided_among_more_readers_and_read_once()
    {
        var source = new GeneratorSource<long>(100, i => i);
        IReadOnlyList<NumberedSplit> left = [new NumberedSplit("0", 20, 2, 100), new NumberedSplit("1", 31, 2, 100)];
        foreach (var parallelism in (int[])[1, 2, 3, 5, 90])
        {
            var divided = source.Redistribute(left, parallelism);
            Assert.True(divided.Count >= Math.Min(parallelism, 75));
            var read = new List<long>();
            foreach (var split in divided) read.AddRange(await ReadInPiecesAsync(source, [split], pieces: 4));
            Assert.Equal(Enumerable.Range(0, 100).Where(i => i >= (i % 2 == 0 ? 20 : 31)).Select(i => (long)i), read.Order());
        }
    }

    [Fact]
    public async Task A_collection_and_a_sequence_go_on_where_they_stopped()
    {
        IReadOnlyList<NumberedSplit> all = [new NumberedSplit("collection", 0, 1, long.MaxValue)];
        Assert.Equal(Enumerable.Range(0, 20), await ReadInPiecesAsync(new CollectionSource<int>(Enumerable.Range(0, 20).ToList()), all, pieces: 3));
        Assert.Equal(Enumerable.Range(0, 20), await ReadInPiecesAsync(new CollectionSource<int>(Enumerable.Range(0, 20).Where(_ => true)), all, pieces: 3));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Text_files_go_on_at_the_line_where_they_stopped(bool asUtf16, bool asGzip)
    {
        var lines = Enumerable.Range(0, 40).Select(i => new string((char)('a' + (i % 26)), i % 7) + "é").ToList();
        var text = string.Join("\n", lines);
        byte[] bytes = asUtf16 ? [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes(text)] : System.Text.Encoding.UTF8.GetBytes(text);
        var path = _folder.Write("text", asGzip ? [.. GzipBytes.Of(bytes[..50]), .. GzipBytes.Of(bytes[50..])] : bytes);
        var source = new TextFileSource([path], new TextFileSettings { BufferBytes = 16, SplitBytes = 30 });
        var splits = SplitPlanner.Plan(source.Files, 30, 2).Select(r => new TextFileSplit(r)).ToList();
        Assert.Equal(asUtf16 || asGzip, splits.Count == 1);
        foreach (var pieces in (int[])[1, 3, 7]) Assert.Equal(lines, await ReadInPiecesAsync(source, splits, pieces));
    }

    private static async Task<List<T>> ReadInPiecesAsync<T, TSplit>(Source<T, TSplit> source, IReadOnlyList<TSplit> splits, int pieces)
        where TSplit : ISourceSplit
    {
        var read = new List<T>();
        for (var progress = Progress.OutputFull; progress != Progress.Done;)
        {
            var context = new TestOperatorContext { Index = 0 };
            var output = new RecordingOutput<T>(context.Quantum);
            output.MakeRoom(pieces);
            var reader = source.CreateReader();
            reader.Open(new SourceReaderContext<T>(context, output, new SourceEventTime<T>(context, null, Boundedness.Bounded), () => { }, _ => { }));
            reader.AddSplits(splits);
            while (true)
            {
                context.Quantum.Begin(Stopwatch.GetTimestamp());
                progress = reader.Read();
                if (progress != Progress.Waiting) break;
                await context.WokenAsync();
            }

            splits = reader.Snapshot(1);
            reader.Close();
            read.AddRange(output.Values);
            if (splits.Count == 0) break;
        }

        return read;
    }
}
