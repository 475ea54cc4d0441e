namespace FlowActors.Operators;

/// <summary>
/// Where the work of a chain stands: which operator is at it, so that a failure can name it, and what the sender already knew
/// of the record at its head. One for each subtask, used on its thread.
/// Whoever runs user code sets the chain index before, and again after each record that was handed on: a source too, whose
/// index is 0.
/// </summary>
public sealed class ExecutionCursor
{
    private (int Index, UnkeyedCall Call)[] _calls = [];

    /// <summary>
    /// The position in the chain of the operator whose user code ran last; positions from the chain's length on stand for the key
    /// selectors of its outputs.
    /// </summary>
    public int ChainIndex { get; set; }

    /// <summary>
    /// The position of the operator whose user code is at work, or was when it failed: <see cref="ChainIndex"/>, or that of a call behind it which has begun and
    /// has not emitted yet. For failures and watches, on any thread.
    /// </summary>
    internal int AtWork
    {
        get
        {
            var at = ChainIndex;
            foreach (var (index, call) in _calls)
                if (index > at && call.Current != 0) at = index;
            return at;
        }
    }

    /// <summary>
    /// What the sender knew of the key of the record at the head of the chain. Operators get it from their context, which gives it
    /// to the head only.
    /// </summary>
    internal RecordKeyHash KeyHash { get; } = new();

    /// <summary>The split that the source at the head has read last; null without a source, and before its first record.</summary>
    internal ISplitAtHand? Split { get; set; }

    /// <summary>The timer that fires, in the operator nearest to the tail of those that fire one; null when none does.</summary>
    internal ITimerFiring? Timer { get; set; }

    /// <summary>What the innermost user code was given; null between records, and always unless failures may show records.</summary>
    internal IRecordAtHand? AtHand { get; set; }

    /// <summary>From here on the calls of an operator say themselves that they are under way: it need not set the chain index before them.</summary>
    internal void Watch(int index, UnkeyedCall call) => _calls = [.. _calls, (index, call)];

    /// <summary>No call is under way: those that exceptions have left so are over.</summary>
    internal void EndCalls()
    {
        foreach (var (_, call) in _calls) call.End();
    }
}
