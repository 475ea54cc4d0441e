using FlowActors.State.Keyed;

namespace FlowActors.State.Scans;

/// <summary>
/// The windows of the scans that have read a subtask's states last, so that the next page need not look for keys again. They may be forgotten at any time.
/// Used on the subtask's thread.
/// </summary>
/// <param name="keysMax">How many keys each may hold.</param>
internal sealed class ScanWindows(int keysMax = KeyWindow.KeysMax)
{
    /// <summary>How many are remembered, each of some megabytes at most.</summary>
    public const int Max = 8;

    // The one that was asked for last stands last.
    private readonly List<(IElementsOfKeys State, KeyWindow Window)> _remembered = [];

    /// <summary>The window with the keys behind a position, which may still have to be found.</summary>
    public KeyWindow At(IElementsOfKeys state, StateScan scan, ScanPosition after)
    {
        var at = _remembered.FindIndex(w => w.State == state && w.Window.Covers(scan, after));
        var found = at < 0 ? (state, new KeyWindow(scan, after, scan.MapOf is null ? state.KeyGroups : new KeyGroupRange(0, 0), state.KeyCount, keysMax)) : _remembered[at];
        if (at >= 0) _remembered.RemoveAt(at);
        else if (_remembered.Count == Max) _remembered.RemoveAt(0);
        _remembered.Add(found);
        return found.Item2;
    }

    /// <summary>Nobody asks for what is in a window, or behind it, any more.</summary>
    public void Forget(KeyWindow window) => _remembered.RemoveAll(w => w.Window == window);

    public void Clear() => _remembered.Clear();
}
