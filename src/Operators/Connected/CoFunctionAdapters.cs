using FlowActors.Functions;

namespace FlowActors.Operators;

/// <summary>A map over two streams, as a process function.</summary>
internal sealed class CoMapAdapter<TFirst, TSecond, TOut>(RichCoMapFunction<TFirst, TSecond, TOut> map)
    : CoProcessFunction<TFirst, TSecond, TOut>, IFunctionAdapter
{
    public object? Function => map;

    public override void Open(IRuntimeContext context) => map.OpenUnkeyed(context);

    public override void ProcessElement1(TFirst value, IProcessContext context, Collector<TOut> output) => output.Collect(map.Map1(value));

    public override void ProcessElement2(TSecond value, IProcessContext context, Collector<TOut> output) => output.Collect(map.Map2(value));

    public override void Close() => map.Close();
}

/// <summary>A flatMap over two streams, as a process function.</summary>
internal sealed class CoFlatMapAdapter<TFirst, TSecond, TOut>(RichCoFlatMapFunction<TFirst, TSecond, TOut> flatMap)
    : CoProcessFunction<TFirst, TSecond, TOut>, IFunctionAdapter
{
    public object? Function => flatMap;

    public override void Open(IRuntimeContext context) => flatMap.OpenUnkeyed(context);

    public override void ProcessElement1(TFirst value, IProcessContext context, Collector<TOut> output) => flatMap.FlatMap1(value, output);

    public override void ProcessElement2(TSecond value, IProcessContext context, Collector<TOut> output) => flatMap.FlatMap2(value, output);

    public override void Close() => flatMap.Close();
}

/// <summary>A map over two keyed streams, as a process function.</summary>
internal sealed class KeyedCoMapAdapter<TKey, TFirst, TSecond, TOut>(RichCoMapFunction<TFirst, TSecond, TOut> map)
    : KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>, IFunctionAdapter
{
    public object? Function => map;

    public override void Open(IKeyedRuntimeContext context) => map.Open(context);

    public override void ProcessElement1(TFirst value, IKeyedProcessContext<TKey> context, Collector<TOut> output) => output.Collect(map.Map1(value));

    public override void ProcessElement2(TSecond value, IKeyedProcessContext<TKey> context, Collector<TOut> output) => output.Collect(map.Map2(value));

    public override void Close() => map.Close();
}

/// <summary>A flatMap over two keyed streams, as a process function.</summary>
internal sealed class KeyedCoFlatMapAdapter<TKey, TFirst, TSecond, TOut>(RichCoFlatMapFunction<TFirst, TSecond, TOut> flatMap)
    : KeyedCoProcessFunction<TKey, TFirst, TSecond, TOut>, IFunctionAdapter
{
    public object? Function => flatMap;

    public override void Open(IKeyedRuntimeContext context) => flatMap.Open(context);

    public override void ProcessElement1(TFirst value, IKeyedProcessContext<TKey> context, Collector<TOut> output) => flatMap.FlatMap1(value, output);

    public override void ProcessElement2(TSecond value, IKeyedProcessContext<TKey> context, Collector<TOut> output) => flatMap.FlatMap2(value, output);

    public override void Close() => flatMap.Close();
}
