using FlowActors.Files;
using FlowActors.Runtime.Tests.Cluster;

namespace FlowActors.Runtime.Tests.Recovery.Faults;

/// <summary>
/// A job whose journal fails or rejects at each write around its checkpoints: decisions that were not written were not made, and of those that may
/// have been the journal tells. Nothing is lost or doubled in what its sink shows.
/// </summary>
[Collection("cluster")]
public sealed class JournalFaultJobTests : IDisposable
{
    // Of a checkpoint and of the restart that a lost coordinator makes.
    private const int Writes = 5;

    private const string Quick = """
        flowactors {
          coordinator { journal-backoff-min = 1ms, journal-backoff-max = 1ms, retry-interval = 20ms }
          client.retry-interval = 50ms
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;
    private readonly JournalFaults _faults = new();

    public static TheoryData<JournalFault> Faults => [.. Enum.GetValues<JournalFault>()];

    public void Dispose()
    {
        _faults.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_visible_is_exact_whichever_write_goes_wrong(JournalFault fault)
    {
        var output = Path.Join(_folder, "output");
        await using var host = await FlowActorsHost.StartEmbeddedAsync(
            new EmbeddedOptions { Configuration = Quick + "\n" + _faults.Configuration }.AddJob("buckets", () => new BucketsJob(output, new LocalFileSystem(), new Poison(), tolerable: 100)));
        var job = await host.SubmitAsync("buckets");
        for (var writes = 0; writes < Writes; writes++)
        {
            var before = await NumbersAsync(job);
            while (await NumbersAsync(job) < before + 100) await Task.Yield();
            _faults.StrikeAfter(writes, fault);
            // One that the fault hits may be taken or not; asked again, the job takes the next.
            while (!_faults.HasStruck) await Record.ExceptionAsync(() => job.TriggerCheckpointAsync()).WaitAsync(Patience.Limit);
        }

        await DrainAsync(job);
        var result = await job.WaitForEndAsync().WaitAsync(Patience.Limit);
        BucketsJob.Check(output, (long)result.Accumulators["numbers"]);
    }

    private static async Task<long> NumbersAsync(IJobClient job) => (await job.GetAccumulatorsAsync()).TryGetValue("numbers", out var numbers) ? (long)numbers : 0;

    // The job may just be restarting, and takes no savepoint then.
    private async Task DrainAsync(IJobClient job)
    {
        for (var i = 0; ; i++)
        {
            while (await job.GetStatusAsync() != JobStatus.Running) await Task.Yield();
            try
            {
                await job.StopWithSavepointAsync(Path.Join(_folder, $"savepoint-{i}"), drain: true).WaitAsync(Patience.Limit);
                return;
            }
            catch (CheckpointException) when (i < 10)
            {
                // Asked again.
            }
        }
    }
}
