using System.Runtime.CompilerServices;
using FlowActors.Elements;
using FlowActors.Files;
using FlowActors.Graph;
using FlowActors.Runtime.Checkpoints.Metadata;
using FlowActors.Runtime.Checkpoints.Restoring;
using FlowActors.Runtime.Checkpoints.Storage;
using FlowActors.Runtime.Exchange.InFlight;
using FlowActors.Runtime.Planning;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Checkpoints;
using FlowActors.Runtime.Subtasks.Deployment;
using FlowActors.Runtime.Transport;
using FlowActors.Serialization;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>
/// A whole file of what was under way at a subtask, as this version writes it and every later one reads it: in its input, before all channels of
/// its input, and at its output. A change of the bytes is a new version with a file of its own. FLOWACTORS_APPROVE=1 writes what is not there yet.
/// </summary>
public sealed class InFlightGoldenTests
{
    private const string Name = "v1-in-flight";
    private const int Index = 1;

    private readonly ExecutionGraph _graph;
    private readonly SubtaskPlan _plan;

    public InFlightGoldenTests()
    {
        var env = new StreamExecutionEnvironment(new JobSettings { Parallelism = 2 });
        env.FromSequence(1, 9).WithUid("numbers").Rebalance().Map(x => $"{x}").WithUid("texts").Rebalance().Map(x => x).WithUid("same").Discard();
        _graph = ExecutionGraph.Of(JobPlanner.Plan(env.BuildGraph("job")));
        var vertex = _graph.Job.Vertices.First(v => v.Chain.Any(o => o.Uid == "texts")).Id;
        var job = new JobId("00112233445566778899aabbccddeeff");
        var placement = new AttemptPlacement([new NodePlace("a", "run", default)], ["0", "1"], [0, 0]);
        _plan = new SubtaskPlan(new SubtaskId(job, 1, vertex, Index), new AttemptDeployment(new AttemptId(job, 0, 1), _graph, placement));
    }

    private JobEdge In => _plan.InEdges.Single();

    private JobEdge Out => _plan.OutEdges.Single();

    [Fact]
    public void The_same_is_written_as_the_same_bytes() => Assert.Equal(Golden(), Made());

    [Fact]
    public void What_is_read_is_what_was_written()
    {
        var handle = new StateHandle(Name, Golden().Length, Crc32C.Of(Golden()));
        var vertices = _graph.Job.Vertices.Select(v => new VertexSnapshot(
            v.Id,
            v.Name,
            v.Parallelism,
            v.MaxParallelism,
            [.. v.Chain.Select(o => new OperatorSummary(o.Uid, o.Node.Name))],
            [.. Enumerable.Range(0, 2).Select(i => new SubtaskSnapshot(i, false, [], [], v.Id == _plan.Id.Vertex && i == Index ? [handle] : []))],
            []));
        var metadata = new SnapshotMetadata(7, SnapshotKind.Checkpoint, DateTime.UnixEpoch, "job", _plan.Id.Job.Value, Unaligned: true, Drained: false, [.. vertices]);
        var restored = InFlightRestore.Read(new RestoredSnapshot(new OneFile(Golden()), new SnapshotLocation("/snapshot"), metadata), _plan);

        Assert.Empty(restored.RoutedAnew);
        Assert.Equal(
            [
                (new ChannelId(In, ChannelId.Ahead, Index, false), true, "100@1000"),
                (new ChannelId(In, 0, Index, false), false, "1@10 2@20"),
                (new ChannelId(In, 0, Index, false), false, "Watermark:15@0"),
                (new ChannelId(In, 0, Index, false), false, "3@30"),
                (new ChannelId(In, 1, Index, false), false, "Idle:0@0"),
                (new ChannelId(Out, Index, 0, true), false, "a@40 \u00e4@50"),
            ],
            restored.Channels.Select(c => (c.Channel, c.IsRoutedAnew, TextOf(c.Data))));
    }

    private byte[] Made()
    {
        var recording = new InFlightRecording(7);
        recording.Add(new ChannelId(In, 0, Index, false), Data(Batch<long>((1, 10), (2, 20)), Marked(15), Batch<long>((3, 30))));
        var idle = new Batch<long>(0);
        idle.Mark(ControlKind.Idle, 0);
        recording.Add(new ChannelId(In, 1, Index, false), Data(idle));
        recording.Add(new ChannelId(Out, Index, 0, true), Data(Batch<string>(("a", 40), ("\u00e4", 50))));
        recording.Add(new ChannelId(In, ChannelId.Ahead, Index, false), Data(Batch<long>((100, 1000))));
        var file = new MemoryFile();
        StateHandle? written = null;
        var writing = new InFlightWriting(recording, _plan, new SnapshotFileWork(() => file, run => run(), () => { }, post => post(), (handle, failure) =>
        {
            Assert.Null(failure);
            written = handle;
        }));
        while (writing.CanWrite) writing.WriteSome(0);
        Assert.Equal(file.Bytes.Length, written!.Length);
        return file.Bytes;
    }

    private static Batch<long> Marked(long watermark)
    {
        var batch = new Batch<long>(0);
        batch.Mark(ControlKind.Watermark, watermark);
        return batch;
    }

    private static ChannelData<T> Data<T>(params List<Batch<T>> batches) => new(batches);

    private static Batch<T> Batch<T>(params (T Value, long Timestamp)[] records)
    {
        var batch = new Batch<T>(records.Length);
        foreach (var (value, timestamp) in records) batch.Add(value, timestamp);
        return batch;
    }

    private static string TextOf(ChannelData data) => data is ChannelData<long> numbers ? TextOf(numbers.Batches) : TextOf(((ChannelData<string>)data).Batches);

    private static string TextOf<T>(IReadOnlyList<Batch<T>> batches) => string.Join(' ', batches.SelectMany(b =>
        b.Marks.ToArray().Select(m => $"{m.Kind}:{m.Value}@{m.Position}").Concat(Enumerable.Range(0, b.Count).Select(i => $"{b.Values[i]}@{b.Timestamps[i]}"))));

    private byte[] Golden([CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Golden", $"{Name}.snapshot");
        if (!File.Exists(path) && Environment.GetEnvironmentVariable("FLOWACTORS_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Made());
        }

        return File.ReadAllBytes(path);
    }

    private sealed class MemoryFile : IStateFileWriter
    {
        private readonly MemoryStream _bytes = new();

        public byte[] Bytes => _bytes.ToArray();

        public long Length => _bytes.Length;

        public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

        public StateHandle Complete() => new(Name, _bytes.Length, Crc32C.Of(Bytes));

        public void Dispose()
        {
        }
    }

    private sealed class OneFile(byte[] bytes) : ISnapshotReader, IFileReader
    {
        public long Length => bytes.Length;

        public SnapshotMetadata ReadMetadata(SnapshotLocation snapshot) => throw new InvalidOperationException("It is given.");

        public Stream Read(SnapshotLocation snapshot, StateHandle handle) => new MemoryStream(bytes);

        public IFileReader OpenParts(SnapshotLocation snapshot, StateHandle handle) => this;

        public void Fetch(SnapshotLocation snapshot, StateHandle handle, string path, bool mayLink) => throw new InvalidOperationException("It has no database.");

        public int Read(long offset, Span<byte> into)
        {
            var read = Math.Min(into.Length, bytes.Length - (int)offset);
            bytes.AsSpan((int)offset, read).CopyTo(into);
            return read;
        }

        public void Dispose()
        {
        }
    }
}
