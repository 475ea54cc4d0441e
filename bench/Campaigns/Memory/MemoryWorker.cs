using System.Globalization;
using FlowActors.Bench.Harness;

namespace FlowActors.Bench.Campaigns.Memory;

/// <summary>
/// The process whose memory is measured. It tells each second on standard output how far it is, and fills its state once a line comes on standard input; it ends when
/// that is closed.
/// </summary>
internal static class MemoryWorker
{
    private const int Parallelism = 2;
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(MemoryOrder order, TextWriter output, CancellationToken cancellationToken)
    {
        var progress = new MemoryProgress(order.Keys);
        var options = new EmbeddedOptions { DataFolder = order.Data, Configuration = StateChoice.OnRocksDb(order.MemoryBytes).Configuration(order.Local) };
        await using var host = await FlowActorsHost.StartEmbeddedAsync(options.AddJob("memory", () => new Job(progress)), cancellationToken);
        var job = await host.SubmitAsync("memory", cancellationToken: cancellationToken);
        var ended = job.WaitForEndAsync(cancellationToken);
        var told = Task.Run(() => ReadAsync(progress), cancellationToken);
        while (!told.IsCompleted)
        {
            await Task.WhenAny(told, ended, Task.Delay(s_look, cancellationToken));
            if (ended.IsCompleted) await ended;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"at {progress.Checkpoint} {progress.Filled} {progress.Records} {GC.GetGCMemoryInfo().TotalCommittedBytes}"));
            await output.FlushAsync(cancellationToken);
        }

        await EndlessJob.CancelAsync(job, cancellationToken);
        return 0;
    }

    private static async Task ReadAsync(MemoryProgress progress)
    {
        while (await Console.In.ReadLineAsync() is not null) progress.Begin();
    }

    private sealed class Job(MemoryProgress progress) : IStreamJob
    {
        public void Build(StreamExecutionEnvironment env, JobArguments arguments) => env
            .SetParallelism(Parallelism)
            .EnableCheckpointing(s_interval)
            .SetRestartStrategy(RestartStrategy.None)
            .Generate<int>(null, progress.NextKey).WithUid("keys")
            .KeyBy(static key => key)
            .Process(() => new UpdatedValues(progress)).WithUid("values")
            .Discard();
    }
}
