using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FlowActors.Operators;

/// <summary>
/// The call of user code that is under way in one operator: what user code is given for a call (collector, context, key and with it
/// state) is good during that call only, and asks here.
/// </summary>
/// <remarks>
/// A few stores at the beginning of a call and one at its end; one comparison for each question. It knows no threads: another one that
/// uses what it kept is noticed between two calls, not during one.
/// </remarks>
public abstract class UserCall
{
    private readonly string _operatorName;
    private long _current;

    private protected UserCall(string operatorName) => _operatorName = operatorName;

    /// <summary>Not 0 while a call is under way.</summary>
    internal long Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _current;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private protected set => _current = value;
    }

    /// <summary>
    /// The timestamp of the record or the timer that the call is for: in ms, or <see cref="Timestamps.None"/>. Results get it.
    /// </summary>
    internal long Timestamp { get; set; }

    /// <summary>That timestamp as user code sees it.</summary>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    internal long? ShownTimestamp
    {
        get
        {
            Check();
            return Timestamp == Timestamps.None ? null : Timestamp;
        }
    }

    /// <summary>The call has returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End() => _current = 0;

    /// <summary>To be asked by the collector and the context.</summary>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Check()
    {
        if (_current == 0) ThrowOver();
    }

    [DoesNotReturn]
    private void ThrowOver() => throw new InvalidOperationException(
        $"The collector or the context of operator '{_operatorName}' was used outside of the call that it was given to. Both are good " +
        "during the call only: keep what you need of them, and emit before the call returns, not after an await and not from a thread of your own.");
}

/// <summary>The calls of an operator without keys. An operator that begins one need not say that it is at work.</summary>
internal sealed class UnkeyedCall : UserCall
{
    // Where the operator is the first of its chain, those behind it have run since: whoever is behind another one is handed records by that.
    private readonly ExecutionCursor? _head;

    internal UnkeyedCall(OperatorContext context)
        : base(context.OperatorName)
    {
        context.Cursor.Watch(context.ChainIndex, this);
        if (context.ChainIndex == 0) _head = context.Cursor;
    }

    /// <summary>A call begins, for a record of that timestamp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin(long timestamp)
    {
        if (_head is not null) _head.ChainIndex = 0;
        Timestamp = timestamp;
        Current = 1;
    }
}
