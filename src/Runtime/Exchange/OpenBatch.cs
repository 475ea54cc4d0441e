using FlowActors.Elements;

namespace FlowActors.Runtime.Exchange;

/// <summary>
/// The batch that a writer fills, and when it must be looked at: a field of the writer, so that a record costs no way more. The fields
/// are for that; a record is added to <see cref="Batch"/>, and <see cref="MustLook"/> asked.
/// </summary>
internal struct OpenBatch<T>(BatchPool<T> pool, BatchSizer<T> sizer, OutputGroup group)
{
    public Batch<T> Batch = pool.Rent();

    // At how many records the batch must be looked at; 0 when it must close.
    private int _limit = sizer.FirstLook;

    /// <summary>True when <see cref="MayClose"/> must be asked.</summary>
    public readonly bool MustLook
    {
        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)]
        get => Batch.Count >= _limit;
    }

    /// <summary>The next record closes it; from any thread. Only a hint to the thread that adds records, which may overwrite it.</summary>
    public void Hasten() => Volatile.Write(ref _limit, 0);

    /// <summary>Whoever has asked for what is open gets it in another way.</summary>
    public void CancelHaste()
    {
        if (_limit == 0) _limit = sizer.FirstLook;
    }

    /// <summary>Looks at the batch.</summary>
    /// <returns>True when it closes now: somebody has asked for it, or it is full.</returns>
    public bool MayClose()
    {
        group.ThrowIfWriterFailed();
        if (Volatile.Read(ref _limit) == 0) return true;
        try
        {
            var next = sizer.Look(Batch);
            if (next > 0) _limit = next;
            return next == 0;
        }
        catch (Exception e)
        {
            group.WriterFailed(e);
            throw;
        }
    }

    /// <summary>Closes the batch and opens another one; <see cref="Settle"/> follows when it has been sent.</summary>
    public Batch<T> Close()
    {
        group.ThrowIfWriterFailed();
        var closed = Batch;
        try
        {
            sizer.Close(closed);
            Batch = pool.Rent();
        }
        catch (Exception e)
        {
            group.WriterFailed(e);
            throw;
        }

        return closed;
    }

    /// <summary>The closed batch was sent: it may have been encoded, and the sizer told of its bytes.</summary>
    public void Settle()
    {
        _limit = sizer.FirstLook;
        group.FlushIfHastened();
    }
}
