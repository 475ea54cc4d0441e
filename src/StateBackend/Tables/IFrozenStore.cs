namespace FlowActors.State.Tables;

/// <summary>
/// What the tables of a store have in common while they are frozen. Disposed when nobody wants the frozen state any more; used on the subtask's
/// thread, but for <see cref="Database"/>.
/// </summary>
internal interface IFrozenStore : IDisposable
{
    /// <summary>Saves on what the tables do not write themselves, asked when all of them are written; true when that is done. Without tables too.</summary>
    /// <exception cref="Exception">What a serializer has thrown, now or when a value was changed.</exception>
    bool SaveSome(ref int steps);

    /// <summary>What of the tables lies in files of the backend once they are written; null where nothing does.</summary>
    IFrozenDatabase? Database { get; }

    /// <summary>Whether the next one may begin, once the tables of this one are written.</summary>
    bool IsOver { get; }
}
