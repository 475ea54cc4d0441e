using FlowActors.State;

namespace FlowActors.Examples.Durable;

/// <summary>Stops a job with a savepoint: after so many records, or at once.</summary>
/// <param name="options">Where the savepoint goes, and when it is taken.</param>
/// <param name="steering">Leads the job's source.</param>
/// <param name="client">The job.</param>
/// <param name="end">Its end.</param>
internal sealed class SavepointStop(DurableOptions options, SourceSteering steering, IJobClient client, Task end)
{
    private const int TriesMax = 3;
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(1);

    /// <summary>Waits for the job's end, or until it has read as many records as it is to stop after, and stops it then.</summary>
    /// <returns>True when it has stopped with the savepoint, false when it has ended.</returns>
    /// <exception cref="CheckpointException">There is no savepoint.</exception>
    public async Task<bool> AfterRecordsAsync(CancellationToken cancellation)
    {
        if (options.StopAfter is not { } records)
        {
            await end.WaitAsync(cancellation).ConfigureAwait(false);
            return false;
        }

        while (true)
        {
            await ReadAsync(records, cancellation).ConfigureAwait(false);
            if (end.IsCompleted) return false;
            try
            {
                return await StopAsync(cancellation).ConfigureAwait(false);
            }
            catch (CheckpointException) when (steering.IsClosed)
            {
                // It has failed meanwhile, and reads again what came after its last checkpoint.
            }
        }
    }

    /// <summary>Stops it where it is. A job that starts, or starts again, is waited for: only one that runs takes a savepoint.</summary>
    /// <returns>True when it has stopped with the savepoint, false when it has ended.</returns>
    /// <exception cref="CheckpointException">There is no savepoint.</exception>
    public async Task<bool> AtOnceAsync()
    {
        using var patience = new CancellationTokenSource(StartMax);
        var tries = 0;
        while (!end.IsCompleted)
        {
            if (await client.GetStatusAsync().ConfigureAwait(false) == JobStatus.Running)
            {
                try
                {
                    return await StopAsync(CancellationToken.None).ConfigureAwait(false);
                }
                catch (CheckpointException) when (!end.IsCompleted && ++tries < TriesMax)
                {
                    // It failed in between, and starts again; what refuses the savepoint for good does so each time.
                    if (await client.GetStatusAsync().ConfigureAwait(false) == JobStatus.Running) throw;
                }
            }
            else if (patience.IsCancellationRequested)
            {
                throw new CheckpointException(
                    client.JobId, client.JobName, $"No savepoint was made: the job does not run, and has not for {StartMax.TotalSeconds:F0} s. Look at what it fails with.");
            }

            await Task.WhenAny(end, Task.Delay(JobStart.Poll)).ConfigureAwait(false);
        }

        return false;
    }

    // Returns when so many records are read, or the job has ended.
    private async Task ReadAsync(long records, CancellationToken cancellation)
    {
        while (!end.IsCompleted && (steering.IsClosed || SteeredRecords.Of(await client.GetAccumulatorsAsync(cancellation).ConfigureAwait(false)) < records))
        {
            if (steering.IsClosed) await LetInAsync(records, cancellation).ConfigureAwait(false);
            await Task.WhenAny(end, Task.Delay(JobStart.Poll, cancellation)).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    // As at the start: nothing is read yet, so that the sums are those of the checkpoint that the job went on from.
    private async Task LetInAsync(long records, CancellationToken cancellation)
    {
        if (await client.GetStatusAsync(cancellation).ConfigureAwait(false) != JobStatus.Running) return;
        steering.Open(records - SteeredRecords.Of(await client.GetAccumulatorsAsync(cancellation).ConfigureAwait(false)));
    }

    private async Task<bool> StopAsync(CancellationToken cancellation)
    {
        try
        {
            await client.StopWithSavepointAsync(options.Savepoint!, options.Drain, options.SavepointForm ?? SnapshotForm.Canonical, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (CheckpointException)
        {
            // Its input may have ended, and its results are being committed.
            if (steering.IsClosed || await Task.WhenAny(end, Task.Delay(EndMax, CancellationToken.None)).ConfigureAwait(false) != end) throw;
            return false;
        }
    }
}
