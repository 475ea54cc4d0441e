using System.Text;
using FlowActors.Serialization;
using FlowActors.State;
using FlowActors.State.Snapshots.Files;

namespace FlowActors.Runtime.Tests.Checkpoints.Databases;

/// <summary>Frozen state of a <see cref="DatabaseScope"/>: elements of key groups go to files of their own, all else as ever.</summary>
internal sealed class DatabaseFrozen(IFrozenState frozen, DatabaseScope scope) : IFrozenState, IFrozenDatabase
{
    /// <summary>The file that is another one each time.</summary>
    public const string List = "LIST";

    private readonly SortedDictionary<int, (MemoryStream Bytes, SnapshotFileWriter File)> _groups = [];
    private readonly Dictionary<int, StateHeader> _keyed = [];

    public IFrozenDatabase? Database => this;

    public bool WriteSome(IStateWriter writer, long until) => frozen.WriteSome(new Parting(this, writer), until);

    public DatabaseFiles Link(CancellationToken cancelled)
    {
        var files = new Dictionary<string, byte[]>();
        foreach (var (number, (bytes, file)) in _groups)
        {
            file.Complete();
            files.Add($"{number:d5}-{Crc32C.Of(bytes.ToArray()):x8}.sst", bytes.ToArray());
        }

        _groups.Clear();
        files.Add(List, Encoding.UTF8.GetBytes(string.Join('\n', files.Keys.Prepend("files:"))));
        return scope.Link(files, cancelled);
    }

    public void Dispose()
    {
        scope.Watch("disposed");
        frozen.Dispose();
    }

    private sealed class Parting(DatabaseFrozen owner, IStateWriter others) : IStateWriter
    {
        public void Add(int state, StateHeader header)
        {
            others.Add(state, header);
            if (header.Key is not null) owner._keyed.Add(state, header);
        }

        public void Write(int state, in StateElement element)
        {
            if (!owner._keyed.ContainsKey(state))
            {
                others.Write(state, element);
                return;
            }

            if (!owner._groups.TryGetValue(element.KeyGroup, out var group))
            {
                var bytes = new MemoryStream();
                owner._groups.Add(element.KeyGroup, group = (bytes, new SnapshotFileWriter(bytes)));
                foreach (var (number, header) in owner._keyed) group.File.Add(number, header);
            }

            group.File.Write(state, element);
        }
    }
}
