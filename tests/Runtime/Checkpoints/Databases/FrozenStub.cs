using FlowActors.State;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>A scope that is frozen as a database of given files and has nothing else.</summary>
/// <param name="folder">Where the files are.</param>
internal sealed class FrozenStub(string folder) : IStateScope, IFrozenState, IFrozenDatabase
{
    public List<string> Calls { get; } = [];

    public Dictionary<string, byte[]> Now { get; } = [];

    public Action<CancellationToken> Linking { get; set; } = _ => { };

    public Func<byte[], long> LengthOf { get; set; } = bytes => bytes.Length;

    public IReadOnlyList<RegisteredState> States => [];

    public IFrozenDatabase? Database => this;

    public IKeyedStates<TKey> Keyed<TKey>(string operatorUid) => throw new NotSupportedException();

    public IOperatorStateStore OperatorState(string operatorUid) => throw new NotSupportedException();

    public void Export(IStateWriter writer) => throw new NotSupportedException();

    public IStateWriter Restore() => throw new NotSupportedException();

    public void Restore(IReadOnlyList<StoredDatabase> databases) => throw new NotSupportedException();

    public IFrozenState Freeze(SnapshotForm form)
    {
        Calls.Add($"freeze {form}");
        return this;
    }

    public bool WriteSome(IStateWriter writer, long until)
    {
        Calls.Add("write");
        return true;
    }

    public DatabaseFiles Link(CancellationToken cancelled)
    {
        Calls.Add("link");
        Linking(cancelled);
        cancelled.ThrowIfCancellationRequested();
        Calls.Add("linked");
        foreach (var (name, bytes) in Now) File.WriteAllBytes(Path.Join(folder, name), bytes);
        return new DatabaseFiles("db", [.. Now.Select(f => new DatabaseFile(f.Key, Path.Join(folder, f.Key), LengthOf(f.Value), f.Key != "CURRENT"))], () => Calls.Add("let go"));
    }

    public void Dispose() => Calls.Add("dispose");
}
