using System.Globalization;
using System.Text;
using FlowActors.Sinks;

namespace FlowActors.Bench.Campaigns.Crash;

/// <summary>A file that its writer goes on with, and how much of it belongs to the snapshot.</summary>
internal sealed record OpenPart(string Name, long Length);

/// <summary>A file that is complete, to be shown under its name.</summary>
internal sealed record ClosedPart(string Name, long Length);

/// <summary>
/// Lines in hidden files, which are closed at a barrier when they are long enough and get their names when the checkpoint is complete. A
/// file that is still open at a barrier is the writer's state: what a snapshot names of it is copied to a new one at a restore, as an
/// earlier attempt may have written more, or may still be writing.
/// </summary>
internal sealed class PartSink(string folder, int region, Plant plant, KillSwitch kill) : StatefulCommittingSink<string, OpenPart, ClosedPart>
{
    private const int LengthMin = 24 << 10;

    public override StatefulCommittingSinkWriter<string, OpenPart, ClosedPart> CreateWriter() => new Writer(folder, region, plant, kill);

    public override Committer<ClosedPart> CreateCommitter() => new Naming(folder, kill);

    private static string Hidden(string folder, string name) => Path.Combine(folder, "." + name);

    private static string Shown(string folder, string name) => Path.Combine(folder, name);

    private sealed class Writer(string folder, int region, Plant plant, KillSwitch kill) : StatefulCommittingSinkWriter<string, OpenPart, ClosedPart>
    {
        private FileStream? _file;
        private string _name = "";
        private bool _hasEnded;

        public override void Restore(IReadOnlyList<OpenPart> state)
        {
            kill.At(KillPoint.DuringRestore);
            foreach (var part in state)
            {
                var bytes = new byte[part.Length];
                using (var before = new FileStream(Hidden(folder, part.Name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)) before.ReadExactly(bytes);
                Begun().Write(bytes);
            }
        }

        public override void Write(string value, long timestamp) => Begun().Write(Encoding.UTF8.GetBytes(value + "\n"));

        public override void Flush(bool endOfInput)
        {
            _file?.Flush(flushToDisk: true);
            _hasEnded |= endOfInput;
        }

        public override IReadOnlyCollection<ClosedPart> PrepareCommit()
        {
            if (_file is null || (_file.Length < LengthMin && !_hasEnded && plant != Plant.Commit)) return [];
            var part = new ClosedPart(_name, _file.Length);
            _file.Dispose();
            _file = null;
            if (plant == Plant.Commit) File.Move(Hidden(folder, part.Name), Shown(folder, part.Name));
            return [part];
        }

        public override IEnumerable<OpenPart> Snapshot(long checkpointId) => _file is null ? [] : [new OpenPart(_name, _file.Length)];

        public override void Close() => _file?.Dispose();

        private FileStream Begun()
        {
            if (_file is not null) return _file;
            _name = string.Create(CultureInfo.InvariantCulture, $"{region}-{Guid.NewGuid():n}");
            return _file = new FileStream(Hidden(folder, _name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
    }

    private sealed class Naming(string folder, KillSwitch kill) : Committer<ClosedPart>
    {
        public override Task CommitAsync(IReadOnlyList<CommitRequest<ClosedPart>> requests, CancellationToken cancellationToken)
        {
            foreach (var request in requests)
            {
                // Counted twice: the process may be killed before and after each.
                kill.At(KillPoint.MidCommit);
                Commit(request);
                kill.At(KillPoint.MidCommit);
            }

            return Task.CompletedTask;
        }

        private void Commit(CommitRequest<ClosedPart> request)
        {
            var (part, shown) = (request.Committable, new FileInfo(Shown(folder, request.Committable.Name)));
            if (!shown.Exists)
            {
                File.Move(Hidden(folder, part.Name), shown.FullName);
                shown.Refresh();
            }
            else
            {
                request.SignalAlreadyCommitted();
            }

            if (shown.Length != part.Length)
                request.SignalFailedWithUnknownReason(new IOException($"'{shown.FullName}' has {shown.Length} bytes, and {part.Length} were committed."));
        }
    }
}
