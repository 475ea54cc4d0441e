using System.Diagnostics.CodeAnalysis;

namespace FlowActors.State.Tables;

/// <summary>One value for each key and namespace.</summary>
internal interface IValueTable<TKey, TNamespace, T> : IStateTable<TKey, TNamespace, T>
{
    /// <summary>
    /// Another number whenever values have moved or gone. A place is good until the next call; who runs user code while holding one
    /// compares the number before and after, and asks again when it has changed.
    /// </summary>
    int Generation { get; }

    /// <summary>The value's place, made with the type's default when there was none; counts as written.</summary>
    ref T GetOrAdd(TKey key, int hash, TNamespace ns, out bool exists);

    /// <summary>The value's place, which counts as written, or a null reference.</summary>
    ref T Find(TKey key, int hash, TNamespace ns);

    bool TryGet(TKey key, int hash, TNamespace ns, Reading reading, [MaybeNullWhen(false)] out T value);

    void Put(TKey key, int hash, TNamespace ns, T value);
}
