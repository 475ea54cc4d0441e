using System.Runtime.CompilerServices;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>The ground of operators that run a process function over two inputs, one at least of which is keyed.</summary>
internal abstract class KeyedTwoInputOperator<TKey, TFirst, TSecond, TOut> : TwoInputOperator<TFirst, TSecond, TOut>, IDeclaresState
{
    private KeyedContext<TKey, TOut>? _call;
    private int _openInputs = 2;

    public sealed override void Open()
    {
        _call = CreateCall();
        Enter();
        OpenFunction(_call.States);
    }

    public void DeclareState() => StateDeclaration.ByOpening(this);

    public sealed override void Watermark(long timestamp) => _call!.Watermark(timestamp);

    public sealed override void Status(bool active)
    {
        _call!.FinishFirst();
        base.Status(active);
    }

    public sealed override Progress Resume() => _call!.Resume();

    public sealed override void EndInput(int input)
    {
        if (--_openInputs == 0) _call!.EndInput();
        else _call!.FinishFirst();
    }

    public sealed override void Close()
    {
        Enter();
        _call?.Close();
        CloseFunction();
    }

    /// <summary>Makes what the function is given for records that have a key.</summary>
    protected virtual KeyedContext<TKey, TOut> CreateCall() => new(Context, Output);

    /// <summary>Makes the function and opens it.</summary>
    protected abstract void OpenFunction(IKeyedStates<TKey> states);

    /// <summary>Closes the function, if it was made.</summary>
    protected abstract void CloseFunction();

    /// <summary>The function has timers, which call this; asked for once, as it opens.</summary>
    protected void UseTimers(OnTimer<TKey, TOut> onTimer) => _call!.UseTimers(onTimer);

    /// <summary>A record has come: what is left to fire comes before it, and then user code runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected KeyedContext<TKey, TOut> BeginElement()
    {
        var call = _call!;
        call.FinishFirst();
        Enter();
        return call;
    }
}
