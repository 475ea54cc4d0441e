using FlowActors.Functions;
using FlowActors.Runtime.Subtasks;
using FlowActors.State;
using FlowActors.State.Export;

namespace FlowActors.Runtime.Tests.Subtasks.State;

/// <summary>The runtime restores, asks and takes out the state of its subtasks, whose operators only use it.</summary>
public sealed class StateMovesTests
{
    private const int Keys = 20;

    [Fact]
    public void State_leaves_subtasks_that_run_and_comes_into_another_number_of_them()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var counted = new Dictionary<long, long>();
            var before = Job(seed, 3, counted);
            before.Job.Open();
            before.Steps(20 + (5 * seed));
            var archive = new StateArchive(CountersOf(before)[0].MaxParallelism);
            foreach (var (subtask, _) in CountersOf(before)) subtask.State.Export(archive.NextSubtask());
            before.Job.Dispose();

            var after = Job(seed + 1, 2, counted);
            var counters = CountersOf(after);
            foreach (var subtask in after.Job.Subtasks)
            {
                subtask.OpenState(!counters.Any(c => c.Subtask == subtask) ? null : scope => archive.RestoreTo(scope, subtask.Id.Index, 2));
                subtask.Open();
            }

            long asked = 0;
            foreach (var (subtask, _) in counters)
            {
                Assert.True(subtask.Posted.TryPostQuery(() => asked += subtask.State.States.Single().Keys, () => Assert.Fail("refused")));
                subtask.Run();
            }

            Assert.Equal(counted.Count, asked);
            var expected = counted.ToDictionary();
            for (var number = 1; number <= 500; number++) expected[number % Keys] = expected.GetValueOrDefault(number % Keys) + 1;
            after.RunOpenToEnd();
            Assert.Equal(expected.OrderBy(e => e.Key), counted.OrderBy(e => e.Key));
        }
    }

    [Fact]
    public void A_state_that_cannot_be_restored_is_disposed_and_the_error_names_it()
    {
        var backend = new GatedBackend();
        backend.Release();
        var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Discard();
        using var job = new LocalJob(env, new LocalJobSettings { StateBackend = backend }, new Exchange.RecordingScope(), _ => { });
        var failed = Assert.ThrowsAny<Exception>(() => job.Subtasks[0].OpenState(_ => throw new InvalidDataException("cut off")));
        Assert.StartsWith("The state backend 'memory' could not open the state of subtask 0", failed.Message, StringComparison.Ordinal);
        Assert.EndsWith("cut off", failed.Message, StringComparison.Ordinal);
        Assert.Equal((1, 1), (backend.Opened, backend.Disposed));
    }

    [Fact]
    public void A_state_that_can_neither_be_restored_nor_disposed_hides_not_the_cause_and_lets_go_of_the_backend()
    {
        var backend = new GatedBackend { DisposeFailure = new IOException("cannot close") };
        backend.Release();
        var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = 1 });
        env.FromSequence(1, 1).Discard();
        using var job = new LocalJob(env, new LocalJobSettings { StateBackend = backend }, new Exchange.RecordingScope(), _ => { });
        var failed = Assert.ThrowsAny<Exception>(() => job.Subtasks[0].OpenState(_ => throw new InvalidDataException("cut off")));
        Assert.EndsWith("cut off", failed.Message, StringComparison.Ordinal);
        job.NodeServices.StateBackends.Dispose();
        Assert.True(backend.IsDisposed);
    }

    private static ScheduledJob Job(int seed, int parallelism, Dictionary<long, long> counted) => new(
        seed,
        new LocalJobSettings { Credits = 2, BatchRecordsMax = 3 },
        (env, schedule) => env.FromSequence(1, 500).KeyBy(x => x % Keys)
            .Process(() => new Counting(counted, schedule)).WithName("count").WithParallelism(parallelism).Discard());

    private static (Subtask Subtask, int MaxParallelism)[] CountersOf(ScheduledJob job)
    {
        var vertex = job.Job.Graph.Vertices.Single(v => v.Chain.Any(o => o.Node.Name == "count"));
        return [.. job.Job.Subtasks.Where(s => s.Id.Vertex == vertex.Id).OrderBy(s => s.Id.Index).Select(s => (s, vertex.MaxParallelism))];
    }

    private sealed class Counting(Dictionary<long, long> counted, ScheduledJob schedule) : KeyedProcessFunction<long, long, long>
    {
        private IValueState<long>? _count;

        public override void Open(IKeyedRuntimeContext context) => _count = context.GetState(new ValueStateDescriptor<long>("count"));

        public override void ProcessElement(long value, IKeyedProcessContext<long> context, Collector<long> output)
        {
            _count!.Update(_count.Value() + 1);
            counted[context.CurrentKey] = _count.Value();
            schedule.MayStop();
        }
    }
}
