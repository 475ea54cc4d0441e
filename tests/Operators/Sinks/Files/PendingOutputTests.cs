using FlowActors.Sinks.Files;
using FlowActors.Tests.Harness;

namespace FlowActors.Tests.Sinks.Files;

/// <summary>Hidden files of runs that live, of runs that were killed, and of others.</summary>
public sealed class PendingOutputTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_nobody_holds_is_removed_and_what_a_run_still_writes_is_left()
    {
        using var alive = PendingOutput.Create(_folder.Path, "out", 1);
        Abandoned("out", 0);
        Abandoned("out", 1);
        PendingOutput.RemoveLeftovers(_folder.Path, "out");
        Assert.Equal([Path.GetFileName(alive.Path)], _folder.Entries);
        alive.Complete();
        PendingOutput.RemoveLeftovers(_folder.Path, "out");
        File.Move(alive.Path, _folder["out"]);
        alive.Dispose();
        Assert.Equal(["out"], _folder.Entries);
    }

    [Fact]
    public void A_run_that_was_given_up_leaves_nothing()
    {
        PendingOutput.Create(_folder.Path, "out").Dispose();
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void Each_writer_removes_its_share_so_that_all_of_them_remove_everything()
    {
        for (var writer = 0; writer < 5; writer++) Abandoned("out", writer);
        PendingOutput.RemoveLeftovers(_folder.Path, "out", 1, 2);
        Assert.Equal(3, _folder.Entries.Count);
        PendingOutput.RemoveLeftovers(_folder.Path, "out", 0, 2);
        Assert.Empty(_folder.Entries);
    }

    [Fact]
    public void What_is_not_known_to_be_a_leftover_of_the_target_on_this_machine_is_left()
    {
        var name = PendingName.New("out", 0);
        var number = name[..^".inprogress".Length][^32..];
        string[] others =
        [
            PendingName.New("out2", 0), PendingName.New("o", 0), ".out.inprogress", ".out.0.inprogress", "out", "out.0." + name[^51..],
            $".out.0.00000000{number}.inprogress", name + ".bak", name.Replace(number, number.ToUpperInvariant() + "x", StringComparison.Ordinal),
        ];
        foreach (var other in others) _folder.Write(other, "");
        PendingOutput.RemoveLeftovers(_folder.Path, "out");
        Assert.Equal(others.Order(StringComparer.Ordinal), _folder.Entries);
    }

    [Theory]
    [InlineData("out", 0)]
    [InlineData("a.b.0.c", 12)]
    [InlineData("*[x]?", 32767)]
    public void A_name_tells_its_target_and_writer(string target, int writer)
    {
        var name = PendingName.New(target, writer);
        Assert.Equal(writer, PendingName.WriterOf(name, target));
        Assert.Null(PendingName.WriterOf(name, target + "x"));
        Assert.NotEqual(name, PendingName.New(target, writer));
    }

    [Fact]
    public void A_folder_that_is_not_there_has_no_leftovers() => PendingOutput.RemoveLeftovers(_folder["none"], "out");

    [Fact]
    public void A_file_may_be_read_while_its_run_still_holds_it()
    {
        using var output = PendingOutput.Create(_folder.Path, "out");
        RandomAccess.Write(output.File, "text"u8, 0);
        using var reader = new FileStream(output.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal(4, reader.Length);
    }

    private void Abandoned(string target, int writer) => _folder.Write(PendingName.New(target, writer), "half");
}
