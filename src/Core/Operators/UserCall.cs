using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace FlowActors.Operators;

/// <summary>
/// Whether a call of user code is under way in one operator: what user code is given for a call (collector, context, key and with it state)
/// is good during the call only, and asks here.
/// </summary>
/// <remarks>One store at either end of a call and one load for each question. It knows no threads: another one that uses what it kept is
/// noticed between two calls, not during one.</remarks>
public abstract class UserCall
{
    private readonly string _operatorName;
    private bool _isUnderWay;

    private protected UserCall(string operatorName) => _operatorName = operatorName;

    /// <summary>True from <see cref="Begin"/> to <see cref="End"/>.</summary>
    internal bool IsUnderWay
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _isUnderWay;
    }

    /// <summary>The name of the operator, for messages.</summary>
    internal string OperatorName => _operatorName;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin() => _isUnderWay = true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void End() => _isUnderWay = false;

    /// <summary>To be asked by the collector and the context.</summary>
    /// <exception cref="InvalidOperationException">No call is under way.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Check()
    {
        if (!_isUnderWay) ThrowOver();
    }

    [DoesNotReturn]
    private void ThrowOver() => throw new InvalidOperationException(
        $"The collector or the context of operator '{_operatorName}' was used outside of the call that it was given to. Both are good " +
        "during the call only: keep what you need of them, and emit before the call returns, not after an await and not from a thread of your own.");
}

/// <summary>The calls of an operator without keys.</summary>
internal sealed class UnkeyedCall(string operatorName) : UserCall(operatorName);
