using FlowActors.Sinks;

namespace FlowActors.Runtime.Tests.Documentation;

/// <summary>Shows the lines of each checkpoint in a file of their own, exactly once.</summary>
internal sealed class FolderSink(string folder) : CommittingSink<string, string>
{
    public override CommittingSinkWriter<string, string> CreateWriter() => new Writer(folder);

    public override Committer<string> CreateCommitter() => new Renamer(folder);

    private sealed class Writer(string folder) : CommittingSinkWriter<string, string>
    {
        private readonly List<string> _lines = [];

        public override void Write(string value, long timestamp) => _lines.Add(value);

        public override IReadOnlyCollection<string> PrepareCommit()
        {
            if (_lines.Count == 0) return [];
            var name = $"{Guid.NewGuid():n}.txt";
            File.WriteAllLines(Path.Combine(folder, "." + name), _lines);
            _lines.Clear();
            return [name];
        }
    }

    private sealed class Renamer(string folder) : Committer<string>
    {
        public override Task CommitAsync(IReadOnlyList<CommitRequest<string>> requests, CancellationToken cancellationToken)
        {
            foreach (var request in requests)
            {
                var (hidden, shown) = (Path.Combine(folder, "." + request.Committable), Path.Combine(folder, request.Committable));
                if (File.Exists(shown)) request.SignalAlreadyCommitted();
                else File.Move(hidden, shown);
            }

            return Task.CompletedTask;
        }
    }
}
