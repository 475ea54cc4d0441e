using FlowActors.Examples.Durable;
using FlowActors.Tests.Examples.CommandLine;

namespace FlowActors.Tests.Examples.Durable;

public sealed class DataFolderTracesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_others_put_into_the_folder_meanwhile_stays(bool wasThere)
    {
        using var folder = new TempFolder();
        if (wasThere) Write("before");
        var traces = DataFolderTraces.Before(folder["data"]);
        foreach (var made in new[] { "flowactors.lock", "flowactors.version", "journal.db", "journal.db-wal", "checkpoints/job/chk-1/_metadata" }) Write(made);
        Write("meanwhile");
        Write("work/x");

        traces.Remove();

        Assert.Equal(wasThere ? ["before", "meanwhile", "x"] : ["meanwhile", "x"], folder.Files);

        void Write(string name)
        {
            var path = folder[$"data/{name}"];
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "");
        }
    }
}
