using FlowActors.Client.State;

namespace FlowActors.Client.Jobs;

public sealed partial class RemoteJob
{
    /// <summary>The states that may be read, live.</summary>
    public async Task<IReadOnlyList<StateSummary>> GetStatesAsync(CancellationToken cancellationToken = default) =>
        (await _rest.GetAsync<StateList>(Path("state"), cancellationToken).ConfigureAwait(false)).States;

    /// <summary>The states that may be read at a checkpoint.</summary>
    /// <param name="checkpoint">Its number; null, the default, for the last one that is complete.</param>
    /// <param name="cancellationToken">Gives the question up.</param>
    public async Task<IReadOnlyList<StateSummary>> GetStatesAtCheckpointAsync(long? checkpoint = null, CancellationToken cancellationToken = default)
    {
        var query = StateConsistency.At(checkpoint).Query.Select(q => $"{q.Name}={q.Value}");
        return (await _rest.GetAsync<StateList>($"{Path("state")}?{string.Join('&', query)}", cancellationToken).ConfigureAwait(false)).States;
    }

    /// <summary>One state of an operator; nothing is asked yet.</summary>
    /// <typeparam name="TKey">The type of keys, as System.Text.Json writes them.</typeparam>
    /// <typeparam name="TValue">The type of values, as System.Text.Json reads them: of a list state a collection, of a map state a dictionary.</typeparam>
    /// <param name="uid">The operator's uid; null for the only one that has a state of that name.</param>
    /// <param name="name">The state's name.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name or the uid is empty.</exception>
    public RemoteState<TKey, TValue> State<TKey, TValue>(string? uid, string name, RemoteStateOptions? options = null)
    {
        options ??= new RemoteStateOptions();
        return new RemoteState<TKey, TValue>(Raw(uid, name, options), new StateJson(options.JsonOrDefault, _rest.Address));
    }

    /// <summary>One map state of an operator, to be read entry by entry; nothing is asked yet.</summary>
    /// <typeparam name="TKey">The type of keys, as System.Text.Json writes them.</typeparam>
    /// <typeparam name="TEntryKey">The type of the keys within a map, likewise.</typeparam>
    /// <typeparam name="TValue">The type of an entry's value, as System.Text.Json reads it.</typeparam>
    /// <param name="uid">The operator's uid; null for the only one that has a state of that name.</param>
    /// <param name="name">The state's name.</param>
    /// <param name="options">How it is read; null for the defaults.</param>
    /// <exception cref="ArgumentException">The name or the uid is empty.</exception>
    public RemoteMapState<TKey, TEntryKey, TValue> MapState<TKey, TEntryKey, TValue>(string? uid, string name, RemoteStateOptions? options = null)
    {
        options ??= new RemoteStateOptions();
        return new RemoteMapState<TKey, TEntryKey, TValue>(Raw(uid, name, options), new StateJson(options.JsonOrDefault, _rest.Address));
    }

    internal RawState Raw(string? uid, string name, RemoteStateOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (uid is not null) ArgumentException.ThrowIfNullOrEmpty(uid);
        return new RawState(_rest, RawState.PathOf(IdOrName, uid, name), StateConsistency.Live, new Retries(options.RetryTimeout, options.Time));
    }
}
