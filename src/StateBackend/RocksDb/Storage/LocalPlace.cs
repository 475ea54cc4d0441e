namespace FlowActors.State.RocksDb.Storage;

/// <summary>A local folder of a database; disposed, it is deleted.</summary>
/// <param name="path">The folder.</param>
/// <param name="release">Deletes it.</param>
internal sealed class LocalPlace(string path, Action release) : IDisposable
{
    public string Path => path;

    public void Dispose() => release();
}
