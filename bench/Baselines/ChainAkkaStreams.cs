using Akka.Actor;
using Akka.Configuration;
using Akka.Streams;
using Akka.Streams.Dsl;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>The chain in Akka.Streams, fused into one actor.</summary>
internal sealed class ChainAkkaStreams(string name, long records, ChainWork work) : Contender(name, records, ChainWork.Expected(records))
{
    private ActorSystem? _system;
    private ActorMaterializer? _materializer;

    public override ValueTask PrepareAsync()
    {
        _system = ActorSystem.Create("bench-streams", ConfigurationFactory.ParseString("akka { loglevel = ERROR, stdout-loglevel = ERROR }"));
        _materializer = _system.Materializer();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask<long> RunAsync() =>
        await Source.From(Longs(Records))
            .Select(x => work.First(x))
            .Where(x => work.Filter(x))
            .Select(x => work.Second(x))
            .RunAggregate(0L, work.Sum, _materializer);

    public override async ValueTask DisposeAsync()
    {
        _materializer?.Dispose();
        if (_system is not null) await _system.Terminate();
        await base.DisposeAsync();
    }

    private static IEnumerable<long> Longs(long count)
    {
        for (var i = 0L; i < count; i++) yield return i;
    }
}
