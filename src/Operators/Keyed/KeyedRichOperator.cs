using System.Runtime.CompilerServices;
using FlowActors.Functions;
using FlowActors.State;

namespace FlowActors.Operators;

/// <summary>Leads a function of a keyed stream through its life, and puts the key of each record at hand.</summary>
internal abstract class KeyedRichOperator<TKey, TFunction, TIn, TOut>(Func<TIn, TKey> keySelector, Func<TFunction> create, string method)
    : OneInputOperator<TIn, TOut>, IDeclaresState
    where TFunction : RichStreamFunction
{
    private TFunction? _function;
    private KeyAtHand<TKey>? _at;
    private RecordKeyHash? _keyHash;

    /// <summary>The subtask's own.</summary>
    protected TFunction Function => _function!;

    /// <summary>The key at hand.</summary>
    protected KeyAtHand<TKey> At => _at!;

    public override void Open()
    {
        var states = Context.GetKeyedStates<TKey>();
        _at = states.Key;
        _keyHash = Context.KeyHash;
        Enter();
        _function = FunctionFactory.Make(create, Context, method);
        Initialize(_function, states);
        _function.Open(new KeyedRuntimeContext(Context, states));
    }

    public void DeclareState() => StateDeclaration.ByOpening(this);

    public override void Close()
    {
        Enter();
        _at?.Clear();
        _function?.Close();
    }

    /// <summary>A record has come: from here on its key is at hand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void Begin(TIn value)
    {
        Enter();
        At.Set(keySelector(value), _keyHash);
    }
}

internal sealed class KeyedMapOperator<TKey, TIn, TOut>(Func<TIn, TKey> keySelector, Func<RichMapFunction<TIn, TOut>> create)
    : KeyedRichOperator<TKey, RichMapFunction<TIn, TOut>, TIn, TOut>(keySelector, create, "Map")
{
    public override void Collect(TIn value, long timestamp)
    {
        Begin(value);
        var result = Function.Map(value);
        At.Clear();
        Output.Collect(result, timestamp);
    }
}

internal sealed class KeyedFilterOperator<TKey, T>(Func<T, TKey> keySelector, Func<RichFilterFunction<T>> create)
    : KeyedRichOperator<TKey, RichFilterFunction<T>, T, T>(keySelector, create, "Filter")
{
    public override void Collect(T value, long timestamp)
    {
        Begin(value);
        var keeps = Function.Filter(value);
        At.Clear();
        if (keeps) Output.Collect(value, timestamp);
    }
}

internal sealed class KeyedFlatMapOperator<TKey, TIn, TOut>(Func<TIn, TKey> keySelector, Func<RichFlatMapFunction<TIn, TOut>> create)
    : KeyedRichOperator<TKey, RichFlatMapFunction<TIn, TOut>, TIn, TOut>(keySelector, create, "FlatMap")
{
    private TimestampedCollector<TOut>? _collector;

    public override void Open()
    {
        _collector = new TimestampedCollector<TOut>(Output, Context, Context.GetKeyedStates<TKey>().Key);
        base.Open();
    }

    public override void Collect(TIn value, long timestamp)
    {
        Begin(value);
        At.Timestamp = timestamp;
        Function.FlatMap(value, _collector!);
        At.Clear();
    }
}
