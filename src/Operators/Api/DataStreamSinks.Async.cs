using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace FlowActors;

// Overloads that exist to be refused: without them an async lambda would be taken for one that returns nothing (async void),
// and a task that a lambda returns would be dropped. Priorities decide which one the compiler names.
public static partial class DataStreamSinks
{
    private const string AsyncForEach =
        "ForEach takes a synchronous function: nobody would wait for an asynchronous one. Call ForEachAsync, or wait inside of it (GetAwaiter().GetResult()) and call " +
        "Blocking() on the sink. A lambda that only throws or never ends says what it is by a cast: (Action<T>)(value => throw ...).";

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncForEach, error: true)]
    [OverloadResolutionPriority(1)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static StreamSink ForEach<T>(this DataStream<T> stream, Func<T, Task> action) => throw new NotSupportedException(AsyncForEach);

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncForEach, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static StreamSink ForEach<T>(this DataStream<T> stream, Func<T, ValueTask> action) => throw new NotSupportedException(AsyncForEach);

    /// <summary>Refused: nobody would wait for the task.</summary>
    [Obsolete(AsyncForEach, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static StreamSink ForEach<T, TResult>(this DataStream<T> stream, Func<T, ValueTask<TResult>> action) => throw new NotSupportedException(AsyncForEach);

    /// <summary>Refused: nobody would enumerate the sequence.</summary>
    [Obsolete(AsyncForEach, error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static StreamSink ForEach<T, TResult>(this DataStream<T> stream, Func<T, IAsyncEnumerable<TResult>> action) => throw new NotSupportedException(AsyncForEach);
}
