using FlowActors.Sinks;
using FlowActors.Testing;

namespace FlowActors.Tests.Harness;

/// <summary>A file sink in real folders, restored by its bytes at other parallelisms.</summary>
public sealed class FileSinkHarnessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flowactors-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_restored_sink_shows_each_record_once(int parallelism)
    {
        OperatorSnapshot<int, Operators.Nothing> snapshot;
        using (var harness = OperatorHarness.Of<int>(numbers => numbers.SinkTo(FileSink.Text<int>(_folder))))
        {
            harness.Process(1);
            harness.Process(2);
            snapshot = harness.Snapshot();
            harness.Process(98);
        }

        Assert.Empty(Visible());
        using var restored = OperatorHarness.Restore(snapshot, parallelism);
        restored.Process(3);
        restored.EndInput();
        restored.Finish();
        Assert.Equal([1, 2, 3], Visible());
        Assert.DoesNotContain(Directory.GetFiles(_folder), path => Path.GetFileName(path).StartsWith('.'));
    }

    private IEnumerable<int> Visible() => Directory.GetFiles(_folder, "part-*").SelectMany(File.ReadAllLines)
        .Select(line => int.Parse(line, System.Globalization.CultureInfo.InvariantCulture)).Order();
}
