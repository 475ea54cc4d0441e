namespace FlowActors.Testing;

/// <summary>What a testing source does.</summary>
internal enum TestingElementKind
{
    Record,
    Watermark,
    Idle,
    Active,
    Failure,
    End,
}

/// <summary>One thing that a testing source does.</summary>
internal sealed class TestingElement<T>(TestingElementKind kind, T? value, long timestamp)
{
    private int _thrown;

    public TestingElementKind Kind => kind;

    public T? Value => value;

    public long Timestamp => timestamp;

    public Exception? Failure { get; init; }

    /// <summary>The failure, for the first who asks.</summary>
    public Exception? TakeFailure() => Interlocked.Exchange(ref _thrown, 1) == 0 ? Failure : null;
}
