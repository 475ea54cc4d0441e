using FlowActors.Operators;
using Akka.Actor;
using FlowActors.Runtime.Exchange;
using FlowActors.Runtime.Subtasks;
using FlowActors.Runtime.Subtasks.Dispatching;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Subtasks;

/// <summary>
/// Cancels that meet subtasks while they wake each other. The subtasks are led by actors on the operators' threads; after the
/// cancel each of them must still answer, for one whose mailbox was left halfway hears nothing ever again, not even a Stop.
/// </summary>
public sealed class InterruptRaceTests : IAsyncDisposable
{
    private const int Cancels = 60;
    private readonly ActorSystem _system = ActorSystem.Create("interrupts", $$"""
        operators {
          type = Dispatcher
          executor = "{{typeof(OperatorExecutorConfigurator).AssemblyQualifiedName}}"
          throughput = 1, threads = 3, spare-threads-max = 64, blocked-after = 2ms, idle-timeout = 10s
        }
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        """);

    public async ValueTask DisposeAsync() => await _system.Terminate();

    [Fact]
    public async Task After_any_cancel_every_subtask_still_hears_its_Stop()
    {
        for (var seed = 0; seed < Cancels; seed++)
        {
            var random = new Random(seed);
            var actors = Array.Empty<IActorRef>();
            var env = new StreamExecutionEnvironment(new Graph.JobSettings { Parallelism = 3 });
            Build(env, random.Next(3));
            var settings = new LocalJobSettings { Credits = 2, BatchRecordsMax = 2, InterruptAfter = TimeSpan.FromMilliseconds(random.Next(2)) };
            using var job = new LocalJob(env, settings, new ExecutorBlockingScope(), i => actors[i].Tell(Work.Instance));
            job.Open();
            actors = [.. job.Subtasks.Select(s => _system.ActorOf(Props.Create(() => new Shell(s)).WithDispatcher("operators")))];
            foreach (var actor in actors) actor.Tell(Work.Instance);
            SpinWait.SpinUntil(() => job.Subtasks.Any(s => s.Figures.Look().Head!.RecordsIn > 10 + seed), Patience.Limit);

            foreach (var subtask in job.Subtasks) subtask.Interrupt();

            await Task.WhenAll(actors.Select(actor => actor.Ask<string>("stop", Patience.Limit)));
        }
    }

    // Each record goes through exchanges that wake others at once, and through code that blocks or spins.
    private static void Build(StreamExecutionEnvironment env, int kind)
    {
        var gate = new object();
        env.Generate(null, i => i)
            .Map(x => Blocks(x, kind, gate))
            .Rebalance()
            .FlatMap(x => Enumerable.Range(0, 4).Select(i => x + i))
            .KeyBy(x => x % 7)
            .Reduce((a, b) => Blocks(a + b, kind, gate))
            .Rebalance()
            .Map(x => Blocks(x, kind, gate))
            .Discard();
    }

    private static long Blocks(long value, int kind, object gate)
    {
        switch (kind)
        {
            case 0: lock (gate) return value;
            case 1 when value % 5 == 0: Thread.Sleep(0); break;
            case 2 when value % 50 == 0: Thread.Sleep(1); break;
        }

        return value;
    }

    private sealed class Work : INoSerializationVerificationNeeded
    {
        public static readonly Work Instance = new();
    }

    /// <summary>Leads a subtask as its actor does.</summary>
    private sealed class Shell(Subtask subtask) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is string)
            {
                Sender.Tell("stopped");
                Context.Stop(Self);
                return;
            }

            try
            {
                if (subtask.Run() == Progress.Yielded) Self.Tell(Work.Instance);
            }
            catch (Exception e) when (subtask.IsConsequenceOfInterrupt(e) || e is AttemptEndedException)
            {
                // The attempt is over.
            }
        }
    }
}
