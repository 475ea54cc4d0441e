using System.Runtime.InteropServices;
using FlowActors.State.RocksDb.Interop;

namespace FlowActors.StateBackend.RocksDb.Tests.Interop;

public sealed class RocksLibraryTests : IDisposable
{
    private readonly Folder _folder = new();

    [Fact]
    public void The_loaded_file_is_one_of_the_applications_own() =>
        Assert.StartsWith(AppContext.BaseDirectory, RocksLibrary.Path, StringComparison.Ordinal);

    [Fact]
    public void A_failure_names_every_file_and_why_it_failed_and_what_to_do()
    {
        var text = _folder.Below("librocksdb.so");
        File.WriteAllText(text, "no library");
        var other = OtherLibrary();
        var error = Assert.Throws<RocksLibraryException>(() => RocksLibrary.Find([_folder.Below("missing"), text, other]));
        Assert.Contains($"{_folder.Below("missing")}: there is no such file", error.Message, StringComparison.Ordinal);
        Assert.Contains($"- {text}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{other}: it is a library, but not RocksDB's", error.Message, StringComparison.Ordinal);
        Assert.Contains(LibraryCandidates.ChosenBy, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_fail_are_passed_over()
    {
        var text = _folder.Below("librocksdb.so");
        File.WriteAllText(text, "no library");
        var (library, path) = RocksLibrary.Find([_folder.Below("missing"), text, OtherLibrary(), RocksLibrary.Path]);
        NativeLibrary.Free(library);
        Assert.Equal(RocksLibrary.Path, path);
    }

    [Theory]
    [InlineData("linux", "x64", false, "librocksdb.so", "linux-x64")]
    [InlineData("linux", "arm64", true, "librocksdb-musl.so", "linux-arm64")]
    [InlineData("osx", "arm64", false, "librocksdb.dylib", "osx-arm64")]
    [InlineData("win", "x64", false, "rocksdb.dll", "win-x64")]
    public void The_file_is_that_of_the_system_beside_the_application_first(string system, string architecture, bool musl, string file, string below) =>
        Assert.Equal(
            [_folder.Below(file), Path.Combine(_folder.Path, "runtimes", below, "native", file)],
            LibraryCandidates.Of([_folder.Path], system, architecture, musl));

    /// <summary>The host names the folder of a package's files as well, with a separator behind it.</summary>
    [Fact]
    public void A_file_that_two_folders_lead_to_is_tried_once() => Assert.Equal(
        [_folder.Below("librocksdb.so"), Path.Combine(_folder.Path, "runtimes", "linux-x64", "native", "librocksdb.so")],
        LibraryCandidates.Of(
            [_folder.Path, _folder.Path + Path.DirectorySeparatorChar, Path.Combine(_folder.Path, "runtimes", "linux-x64", "native") + Path.DirectorySeparatorChar],
            "linux",
            "x64",
            musl: false));

    [Fact]
    public void No_file_of_this_process_is_tried_twice()
    {
        var files = LibraryCandidates.OfThisProcess();
        Assert.Equal(files.Distinct(), files);
    }

    [Fact]
    public void The_current_directory_is_no_place_for_it() =>
        Assert.Empty(LibraryCandidates.Of(["", ".", "below"], "linux", "x64", musl: false));

    [Fact]
    public void None_of_this_process_is_the_flavour_with_another_allocator() =>
        Assert.All(LibraryCandidates.OfThisProcess(), path => Assert.DoesNotContain("jemalloc", path, StringComparison.Ordinal));

    /// <summary>A native library that is not RocksDB's: the runtime's own.</summary>
    private static string OtherLibrary() => Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*System.Native.*")
        .First(file => Path.GetExtension(file) is ".so" or ".dll" or ".dylib");

    public void Dispose() => _folder.Dispose();
}
