using System.ComponentModel;
using System.Runtime.CompilerServices;
using FlowActors.Functions;

namespace FlowActors;

// Overloads that exist to be refused: without them an async lambda would be taken for one that returns nothing (async void),
// or the compiler would only say that it cannot infer a type. Priorities decide which one it names.
public partial class DataStream<T>
{
    private const string AsyncFlatMap =
        "FlatMap takes a synchronous function: nobody would wait for an asynchronous one. Wait inside of it (GetAwaiter().GetResult()) and call Blocking() on the result.";

    private const string AsyncCollecting = AsyncFlatMap +
        " A lambda that only throws or never ends says what it is by a cast: (Action<TIn, Collector<TOut>>)((value, output) => throw ...).";

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncCollecting, error: true)]
    [OverloadResolutionPriority(1)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DataStream<TOut> FlatMap<TOut>(Func<T, Collector<TOut>, Task> flatMap) => throw new NotSupportedException(AsyncCollecting);

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncCollecting, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DataStream<TOut> FlatMap<TOut>(Func<T, Collector<TOut>, ValueTask> flatMap) => throw new NotSupportedException(AsyncCollecting);

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncFlatMap, error: true)]
    [OverloadResolutionPriority(-1)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DataStream<TOut> FlatMap<TOut>(Func<T, Task<TOut>> flatMap) => throw new NotSupportedException(AsyncFlatMap);

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncFlatMap, error: true)]
    [OverloadResolutionPriority(-2)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DataStream<TOut> FlatMap<TOut>(Func<T, ValueTask<TOut>> flatMap) => throw new NotSupportedException(AsyncFlatMap);

    /// <summary>Refused: nobody would enumerate the sequence.</summary>
    [Obsolete(AsyncFlatMap, error: true)]
    [OverloadResolutionPriority(-1)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public DataStream<TOut> FlatMap<TOut>(Func<T, IAsyncEnumerable<TOut>> flatMap) => throw new NotSupportedException(AsyncFlatMap);
}
