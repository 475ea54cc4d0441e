using FlowActors.State.Keyed;
using FlowActors.State.Snapshots.Stored;
using FlowActors.State.Tables;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>States that are opened when they are first asked for, as those of a database cost a copy of it. What fails is tried again.</summary>
/// <param name="open">Opens them; blocks.</param>
internal sealed class DeferredStates(Func<IStoredStates> open) : IStoredStates
{
    private IStoredStates? _opened;

    public IReadOnlyCollection<StoredKeyedState> States => Opened.States;

    private IStoredStates Opened => _opened ??= open();

    public void Scan(StoredKeyedState state, int keyGroup, KeyRange keys, ElementTaker taker) => Opened.Scan(state, keyGroup, keys, taker);

    public void Dispose() => _opened?.Dispose();
}
