namespace FlowActors.Sources.Coordination;

/// <summary>The reader's side of the exchange with its enumerator. Pure; used on the subtask's thread.</summary>
internal sealed class SplitInbox(int subtask, int attempt)
{
    private long _requests;
    private long _received;
    private long _report;
    private long _barrier;
    private ReaderState? _told;

    /// <summary>True when no split will come any more.</summary>
    public bool NoMore { get; private set; }

    /// <summary>How many splits have come so far.</summary>
    public long Received => _received;

    /// <summary>What the enumerator is to know.</summary>
    public ReaderState State => new(subtask, attempt, _requests, _received, _report);

    /// <summary>One more split is wanted.</summary>
    public void Request() => _requests++;

    /// <summary>The reader has come so far.</summary>
    public void Report(long report) => _report = Math.Max(_report, report);

    /// <summary>The state, if it has changed since this was asked.</summary>
    public ReaderState? TakeNews()
    {
        var state = State;
        if (_told == state) return null;
        _told = state;
        return state;
    }

    /// <summary>The reader's part of a checkpoint is taken: what was held back for it is asked for again.</summary>
    public void Pass(long checkpoint)
    {
        _barrier = Math.Max(_barrier, checkpoint);
        AskAgain();
    }

    /// <summary>
    /// What was held back is asked for again, as for a checkpoint that will not complete. The enumerator forgets that one, and its answer says behind which
    /// lower ones, that may go on, the splits were assigned.
    /// </summary>
    public void AskAgain() => _told = null;

    /// <summary>Takes what is new in an answer.</summary>
    /// <returns>The splits that did not come before, in order.</returns>
    public IReadOnlyList<byte[]> Take(SplitAnswer answer)
    {
        // Of an answer that begins behind what has come the part before is on its way again.
        if (answer.Attempt != attempt || answer.From > _received || answer.Behind > _barrier) return [];
        var known = _received - answer.From;
        var end = answer.From + answer.Splits.Count;
        if (answer.NoMore && end >= _received) NoMore = true;
        if (end <= _received) return [];
        _received = end;
        return known == 0 ? answer.Splits : [.. answer.Splits.Skip((int)known)];
    }
}
