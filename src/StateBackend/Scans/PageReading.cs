using FlowActors.State.Keyed;

namespace FlowActors.State.Scans;

/// <summary>
/// Reads a page of what one subtask has, in slices: finds the keys that come next, if nobody has found them yet, and reads them one by one, each with all its
/// elements at one moment. Used on the subtask's thread.
/// </summary>
/// <param name="scan">What is read.</param>
/// <param name="after">The keys behind this.</param>
/// <param name="limits">How large the page may become.</param>
internal sealed class PageReading(StateScan scan, ScanPosition after, PageLimits limits)
{
    /// <summary>How long a key may be that a scan can go on behind, in bytes.</summary>
    public const int KeyMax = 64 << 10;

    private readonly List<ScannedKey> _keys = [];
    private List<StoredElementBytes> _elements = [];
    private KeyWindow? _window;
    private ScanPosition? _next = after;
    private ScanPosition? _underWay;
    private long _bytes;
    private long _bytesOfKey;
    private bool _isOver;
    private bool _isTooLarge;

    /// <summary>
    /// What was read until now. Where a key alone is too large, that goes on behind it, if its key can be told: not where that has <see cref="KeyMax"/>
    /// bytes.
    /// </summary>
    public PagePart Part => new(_keys, _isTooLarge ? _underWay : _next, _isTooLarge);

    /// <summary>Goes on; true when nothing is left to do, false when the slice is over.</summary>
    public bool GoOn(IElementsOfKeys state, ScanWindows windows, ScanSlice slice)
    {
        while (_next is { } next && !_isOver)
        {
            // Its own one is forgotten by nobody before the page is read.
            if (_window?.Covers(scan, next) != true) _window = windows.At(state, scan, next);
            var window = _window;
            if (!window.IsReady && !(Find(state, window, slice) && window.Finish(slice))) return false;
            var keys = KeysOf(window, next, slice);
            if (scan.MapOf is { } key) state.ReadEntries(key, keys, Take);
            else state.ReadKeys(keys, Take);
            if (slice.IsOver()) break;
        }

        // In the order of keys others may have keys before the last ones here, which are asked for once more then.
        if (_next is null && _window is not null && scan.IsByKeyGroup) windows.Forget(_window);
        return _isOver || _next is null;
    }

    private bool Find(IElementsOfKeys state, KeyWindow window, ScanSlice slice) =>
        scan.MapOf is { } key ? state.FindEntries(key, window, slice) : state.FindKeys(window, slice);

    // Whoever reads asks for the next key when it has read all of the one before.
    private IEnumerable<byte[]> KeysOf(KeyWindow window, ScanPosition after, ScanSlice slice)
    {
        foreach (var (keyGroup, key) in window.Behind(after))
        {
            if (_isOver = _keys.Count == limits.Keys) yield break;
            (_elements, _bytesOfKey) = ([], limits.BytesOf(key));
            _underWay = scan.Behind(keyGroup, key.Length > KeyMax ? key[..KeyMax] : key);
            if (key.Length > KeyMax)
            {
                (_isOver, _isTooLarge) = (true, _keys.Count == 0);
                yield break;
            }

            yield return key;
            _next = _underWay;
            if (_elements.Count > 0)
            {
                _keys.Add(new ScannedKey(keyGroup, key, _elements));
                _bytes += _bytesOfKey;
            }

            slice.Read();
            if (slice.IsOver()) yield break;
        }

        _next = window.End;
        _isOver = _keys.Count == limits.Keys;
    }

    private bool Take(in StateElement element)
    {
        _bytesOfKey += limits.BytesOf(element.MapKey, element.Value);
        if (_bytes + _bytesOfKey > limits.Bytes)
        {
            // Alone it may fit.
            (_isOver, _isTooLarge) = (true, _keys.Count == 0);
            return false;
        }

        _elements.Add(new StoredElementBytes(element.MapKey.ToArray(), element.Value.ToArray()));
        return true;
    }
}
