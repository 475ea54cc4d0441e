using FlowActors.Graph;
using FlowActors.Operators;

namespace FlowActors.Testing;

/// <summary>Reads a source in one way and keeps its records.</summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="source">The source.</param>
/// <param name="settings">What is to be known of it.</param>
/// <param name="variation">The way.</param>
/// <param name="recordsMax">More than these are more than enough.</param>
internal sealed class SourceRun<T>(SourceNode<T> source, SourceVerificationSettings settings, SourceVariation variation, long recordsMax)
{
    // Between two records are so many quick steps of processing time, which the source's alarms may wake at once, and then so many slow ones:
    // a thread of the source, which knows nothing of steps, gets a glance of real time in each.
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);
    private const int QuickSteps = 100;
    private const int StepsMax = 6_000;

    private readonly List<StreamRecord> _kept = [];
    private readonly Dictionary<int, List<StreamRecord>> _uncovered = [];
    private int _read;
    private int _restores;
    private int _steps;

    /// <summary>How many records were read when it ended or failed.</summary>
    public int Read => _read;

    /// <summary>Whether the run may end with these records; null when it reads to the end.</summary>
    public Func<IReadOnlyList<StreamRecord>, bool>? HasEnough { get; init; }

    private int Count => _kept.Count + _uncovered.Values.Sum(r => r.Count);

    private IReadOnlyList<StreamRecord> Records => [.. _kept, .. _uncovered.OrderBy(u => u.Key).SelectMany(u => u.Value)];

    /// <summary>Reads.</summary>
    /// <returns>The records, of each position the last that was read.</returns>
    public async Task<IReadOnlyList<StreamRecord>> RunAsync(CancellationToken cancellationToken)
    {
        var harness = new SourceHarness<T>(source, settings.ForHarness(variation), null);
        try
        {
            for (var progress = Progress.Yielded; progress != Progress.Done && !IsOver();)
            {
                progress = await ReadAsync(harness, cancellationToken).ConfigureAwait(false);
                if (Take(harness) is not { } reader) continue;
                _steps = 0;
                _read++;
                if (variation.Snapshots) harness.Snapshot();
                if (variation.RestoresAfter?.Invoke(_read) == true) harness = Restore(harness);
                if (variation.LosesAfterEach) LoseOrComplete(harness, reader);
                if (variation.LosesAfter == _read) Lose(harness, reader);
            }

            return Records;
        }
        finally
        {
            harness.Dispose();
        }
    }

    private bool IsOver() => Count >= recordsMax || HasEnough?.Invoke(Records) == true;

    private async Task<Progress> ReadAsync(SourceHarness<T> harness, CancellationToken cancellationToken)
    {
        // One at a time where something happens between two.
        var max = variation.IsUndisturbed ? (int)Math.Min(recordsMax - Count, int.MaxValue) : 1;
        if (settings.TimeStep is not { } step) return await harness.ReadAsync(max, cancellationToken).ConfigureAwait(false);
        var progress = harness.Read(max);
        if (progress != Progress.Waiting) return progress;
        if (++_steps > StepsMax)
            throw new TimeoutException($"The readers of source '{harness.Name}' wait, and {StepsMax} steps of {step} of processing time have brought no record.");
        harness.AdvanceProcessingTime(step);
        if (_steps > QuickSteps) await Task.Delay(Glance, cancellationToken).ConfigureAwait(false);
        else await harness.WokenAsync(Glance, cancellationToken).ConfigureAwait(false);
        return progress;
    }

    // The output is cleared each time, so these are records of one reader.
    private int? Take(SourceHarness<T> harness)
    {
        int? reader = null;
        for (var subtask = 0; subtask < harness.Parallelism; subtask++)
        {
            if (harness.Output(subtask).OfType<StreamRecord>().ToList() is not { Count: > 0 } records) continue;
            if (!_uncovered.TryGetValue(subtask, out var uncovered)) _uncovered.Add(subtask, uncovered = []);
            uncovered.AddRange(records);
            reader = subtask;
        }

        harness.ClearOutput();
        return reader;
    }

    private SourceHarness<T> Restore(SourceHarness<T> harness)
    {
        var snapshot = harness.Snapshot();
        harness.Dispose();
        Cover();
        return SourceHarness.Restore(snapshot, variation.Parallelisms[++_restores % variation.Parallelisms.Count]);
    }

    private void LoseOrComplete(SourceHarness<T> harness, int reader)
    {
        if (_read % 2 == 0)
        {
            harness.CompleteCheckpoint(harness.Snapshot().CheckpointId);
            Cover();
            return;
        }

        // Each second loss comes while a checkpoint is under way.
        if (_read % 4 == 3) harness.Snapshot();
        Lose(harness, reader);
    }

    private void Lose(SourceHarness<T> harness, int reader)
    {
        harness.LoseReader(reader);
        _uncovered.Remove(reader);
    }

    private void Cover()
    {
        var records = Records;
        _kept.Clear();
        _kept.AddRange(records);
        _uncovered.Clear();
    }
}
