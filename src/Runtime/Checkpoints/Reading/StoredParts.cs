using FlowActors.State.Snapshots.Stored;

namespace FlowActors.Runtime.Checkpoints.Reading;

/// <summary>Keeps the parts of a checkpoint open that were read last, and no more than so many. Thread-safe.</summary>
/// <param name="openMax">How many stay open, beside those that are being read.</param>
internal sealed class StoredParts(int openMax) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<StoredPart> _open = [];
    private long _uses;
    private bool _isDisposed;

    /// <summary>Reads a part, which is opened if it is not; blocks.</summary>
    public T Read<T>(StoredPart part, Func<IReadOnlyList<IStoredStates>, T> read)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            part.Users++;
            part.LastUse = ++_uses;
        }

        try
        {
            return part.Read(read);
        }
        finally
        {
            lock (_gate)
            {
                part.Users--;
                _open.Add(part);
                CloseSurplus();
            }
        }
    }

    /// <summary>Closes all; what is being read is closed after that.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            CloseSurplus();
        }
    }

    private void CloseSurplus()
    {
        foreach (var part in _open.Where(p => p.Users == 0).OrderBy(p => p.LastUse).ToList())
        {
            if (part.IsOpen && !_isDisposed && _open.Count <= openMax) return;
            _open.Remove(part);
            part.Close();
        }
    }
}
