using System.Reactive.Disposables;
using FlowActors.Bench.Work;

namespace FlowActors.Bench.Baselines;

/// <summary>The longs from 0 on, handed out synchronously by the loop in Subscribe.</summary>
internal sealed class RxLongs(long records) : IObservable<long>
{
    public IDisposable Subscribe(IObserver<long> observer)
    {
        foreach (var (from, to) in Slices.Of(records)) Emit(observer, from, to);
        observer.OnCompleted();
        return Disposable.Empty;
    }

    private static void Emit(IObserver<long> observer, long from, long to)
    {
        for (var i = from; i < to; i++) observer.OnNext(i);
    }
}

/// <summary>Generated records, handed out synchronously by the loop in Subscribe.</summary>
internal sealed class RxGenerator<T>(long records, Func<long, T> generate) : IObservable<T>
{
    public IDisposable Subscribe(IObserver<T> observer)
    {
        foreach (var (from, to) in Slices.Of(records)) Emit(observer, generate, from, to);
        observer.OnCompleted();
        return Disposable.Empty;
    }

    private static void Emit(IObserver<T> observer, Func<long, T> generate, long from, long to)
    {
        for (var i = from; i < to; i++) observer.OnNext(generate(i));
    }
}
