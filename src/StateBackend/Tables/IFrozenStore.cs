namespace FlowActors.State.Tables;

/// <summary>
/// What the tables of a store have in common while they are frozen. Disposed when nobody wants the frozen state any more; used on the subtask's
/// thread, but for <see cref="Database"/>.
/// </summary>
internal interface IFrozenStore : IDisposable
{
    /// <summary>Writes on what the tables have in common, once they are all written; true when that is done. Without tables too.</summary>
    bool WriteSome(ref int steps);

    /// <summary>What of the tables lies in files of the backend once they are written; null where nothing does.</summary>
    IFrozenDatabase? Database { get; }

    /// <summary>Whether the next one may begin, once the tables of this one are written.</summary>
    bool IsOver { get; }
}
