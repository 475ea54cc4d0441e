using System.CommandLine;
using FlowActors.Bench.Candidates;
using FlowActors.Bench.Harness;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.CommandLine;

/// <summary>
/// The command that the case <c>queries</c> runs in a process of its own: a keyed count of longs that never ends, with aligned checkpoints each second, whose counts anybody may read.
/// It writes the address when all keys are there, and then answers what <see cref="SliceTimes"/> is asked.
/// </summary>
internal static class QueriedCommand
{
    public const string Name = "queried";

    private const string Job = "counts";
    private const string Uid = "count";

    /// <summary>The path of the records that were counted.</summary>
    public const string RecordsPath = $"jobs/{Job}/vertices/{Uid}/metrics?get=numRecordsIn&agg=sum";

    /// <summary>The path of the state, behind which keys stand.</summary>
    public const string StatePath = $"jobs/{Job}/operators/{Uid}/state/count";

    private static readonly TimeSpan s_checkpoints = TimeSpan.FromSeconds(1);

    public static Command Create()
    {
        var rate = new Argument<long>("rate");
        var keys = new Argument<int>("keys");
        var state = new Argument<string>("state");
        var command = new Command(Name) { rate, keys, state };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(rate), parsed.GetValue(keys), parsed.GetRequiredValue(state), cancellation));
        return command;
    }

    private static async Task RunAsync(long rate, int keys, string state, CancellationToken cancellation)
    {
        await using var host = await FlowActorsHost.StartEmbeddedAsync(new EmbeddedOptions(), cancellation);
        await using var server = await FlowActorsHttpServer.StartAsync(host, port: 0, cancellationToken: cancellation);
        var env = host.CreateEnvironment();
        env.SetStateBackend(state).EnableCheckpointing(s_checkpoints)
            .Generate<long>(null, position => position < keys ? position : Uniform.Index(position, keys), recordsPerSecond: rate == 0 ? null : rate)
            .KeyBy(static x => x)
            .Count().WithUid(Uid).WithQueryableState()
            .SinkTo(new CountSink<long>(new Total()));
        var job = await env.ExecuteAsync(Job, cancellation);
        while ((await job.GetMetricsAsync(cancellation)).Sum(s => s.Values.GetValueOrDefault("numRecordsIn")) < keys) await Task.Delay(50, cancellation);
        using var slices = new SliceTimes();
        await Console.Out.WriteLineAsync(server.Address.ToString());
        await Task.WhenAll(job.WaitForEndAsync(cancellation), slices.AnswerAsync(Console.In, Console.Out, cancellation));
    }
}
