using System.Globalization;

namespace FlowActors.Testing;

/// <summary>Results of a job that somebody may await.</summary>
internal interface IStreamResults
{
    /// <summary>The environment of the program that gives them.</summary>
    StreamExecutionEnvironment? Environment { get; }

    /// <summary>The job has ended: nothing follows.</summary>
    void End(Exception? failure);
}

/// <summary>
/// The records of a stream as they come, for a test to await; made by <see cref="FlowActorsTestKit.Collect"/>. Those of several subtasks
/// come in any order between them; a job that restarts gives its records again. Thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
public sealed class StreamResults<T> : IStreamResults
{
    private readonly TimeSpan _patience;
    private readonly Lock _gate = new();
    private readonly List<T> _records = [];
    private TaskCompletionSource _changed = NewSignal();
    private int _taken;
    private bool _hasEnded;
    private Exception? _failure;

    internal StreamResults(TimeSpan patience) => _patience = patience;

    /// <summary>All records so far.</summary>
    public IReadOnlyList<T> All
    {
        get
        {
            lock (_gate) return [.. _records];
        }
    }

    internal StreamExecutionEnvironment? Environment { get; set; }

    StreamExecutionEnvironment? IStreamResults.Environment => Environment;

    /// <summary>The next record that no call has given yet.</summary>
    /// <exception cref="TestKitTimeoutException">It did not come in time, or the job has ended without it.</exception>
    /// <exception cref="JobFailedException">The job failed.</exception>
    public async Task<T> NextAsync() => (await NextAsync(1).ConfigureAwait(false))[0];

    /// <summary>The next records that no call has given yet, when there are so many.</summary>
    /// <param name="count">How many; above 0.</param>
    /// <exception cref="TestKitTimeoutException">They did not come in time, or the job has ended without them.</exception>
    /// <exception cref="JobFailedException">The job failed.</exception>
    public async Task<IReadOnlyList<T>> NextAsync(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using var limit = new CancellationTokenSource(_patience);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_records.Count - _taken >= count)
                {
                    _taken += count;
                    return _records.GetRange(_taken - count, count);
                }

                if (_failure is not null) throw _failure;
                if (_hasEnded) throw new TestKitTimeoutException(Missing(count, "the job has ended"));
                changed = _changed.Task;
            }

            try
            {
                await changed.WaitAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException e)
            {
                lock (_gate) throw new TestKitTimeoutException(Missing(count, $"waited {_patience}"), e);
            }
        }
    }

    void IStreamResults.End(Exception? failure)
    {
        lock (_gate)
        {
            (_hasEnded, _failure) = (true, failure);
            Signal();
        }
    }

    internal void Add(T record)
    {
        lock (_gate)
        {
            _records.Add(record);
            Signal();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private string Missing(int count, string why) => string.Create(
        CultureInfo.InvariantCulture,
        $"{count} records are awaited and {_records.Count - _taken} came ({why}): {ElementText.Of(_records[_taken..])}.");
}
