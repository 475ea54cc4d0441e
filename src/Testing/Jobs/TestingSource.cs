using FlowActors.Sources;

namespace FlowActors.Testing;

/// <summary>
/// A source that a test drives by hand, from any thread, before the job starts and while it runs. One subtask reads it, see
/// <see cref="TestingSources.FromTestingSource"/>; an attempt after a failure reads everything again from the beginning. Thread-safe.
/// </summary>
/// <typeparam name="T">The records.</typeparam>
/// <param name="boundedness">What the planner is told. Default: bounded, as it ends with <see cref="End"/>.</param>
public sealed class TestingSource<T>(Boundedness boundedness = Boundedness.Bounded) : Source<T, TestingSplit>
{
    private readonly Lock _gate = new();
    private readonly List<TestingElement<T>> _elements = [];
    private readonly List<TestingReader<T>> _readers = [];
    private bool _hasEnded;

    /// <inheritdoc/>
    public override Boundedness Boundedness => boundedness;

    /// <summary>Emits a record.</summary>
    /// <param name="value">The record.</param>
    /// <param name="timestamp">Its event time in ms; null for none.</param>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void Emit(T value, long? timestamp = null) => Add(new(TestingElementKind.Record, value, timestamp ?? Timestamps.None));

    /// <summary>Emits a watermark.</summary>
    /// <param name="timestamp">In ms.</param>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void Watermark(long timestamp) => Add(new(TestingElementKind.Watermark, default, timestamp));

    /// <summary>Becomes idle.</summary>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void Idle() => Add(new(TestingElementKind.Idle, default, 0));

    /// <summary>Becomes active again.</summary>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void Active() => Add(new(TestingElementKind.Active, default, 0));

    /// <summary>Throws in the source's subtask, once: an attempt after it goes on behind.</summary>
    /// <exception cref="InvalidOperationException">The source has ended.</exception>
    public void Fail(Exception failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        Add(new(TestingElementKind.Failure, default, 0) { Failure = failure });
    }

    /// <summary>Ends: nothing follows.</summary>
    /// <exception cref="InvalidOperationException">The source has ended before.</exception>
    public void End() => Add(new(TestingElementKind.End, default, 0));

    /// <inheritdoc/>
    public override SplitEnumerator<TestingSplit> CreateEnumerator() => new ShareEnumerator<TestingSplit>(_ => [new TestingSplit(0)]);

    /// <inheritdoc/>
    public override SourceReader<T, TestingSplit> CreateReader() => new TestingReader<T>(this);

    /// <summary>The element at a position; null when it has not come yet.</summary>
    internal TestingElement<T>? At(int position)
    {
        lock (_gate) return position < _elements.Count ? _elements[position] : null;
    }

    /// <summary>A reader wants to be told of what comes.</summary>
    internal void Attach(TestingReader<T> reader)
    {
        lock (_gate) _readers.Add(reader);
    }

    internal void Detach(TestingReader<T> reader)
    {
        lock (_gate) _readers.Remove(reader);
    }

    private void Add(TestingElement<T> element)
    {
        TestingReader<T>[] readers;
        lock (_gate)
        {
            if (_hasEnded) throw new InvalidOperationException("The testing source has ended: nothing can follow.");
            _hasEnded = element.Kind == TestingElementKind.End;
            _elements.Add(element);
            readers = [.. _readers];
        }

        foreach (var reader in readers) reader.Wake();
    }
}
