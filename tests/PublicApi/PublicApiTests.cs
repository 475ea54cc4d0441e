using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;

namespace FlowActors.Tests.PublicApi;

/// <summary>
/// The public API of each library stands in a file under Approved, so that a change of it is seen and meant. To accept a
/// change: set FLOWACTORS_APPROVE=1, run these tests, and review the difference.
/// </summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("FlowActors.Core")]
    [InlineData("FlowActors.Operators")]
    [InlineData("FlowActors.StateBackend")]
    [InlineData("FlowActors.StateBackend.RocksDb")]
    [InlineData("FlowActors.Runtime")]
    [InlineData("FlowActors.Testing")]
    [InlineData("FlowActors.CommandLine")]
    [InlineData("FlowActors.Http")]
    [InlineData("FlowActors.Client")]
    [InlineData("FlowActors.Management")]
    public void The_public_api_is_the_approved_one(string library)
    {
        var assembly = Assembly.Load(library);
        var actual = assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(Folder(), "Approved", library + ".txt");
        if (Environment.GetEnvironmentVariable("FLOWACTORS_APPROVE") == "1") File.WriteAllText(file, actual);
        Assert.True(File.Exists(file), $"{library} has no approved API. Set FLOWACTORS_APPROVE=1 and run this test to write {file}.");
        Assert.Equal(File.ReadAllText(file), actual);
    }

    [Fact]
    public void Every_library_has_its_approved_api()
    {
        var sources = Path.Combine(Folder(), "..", "..", "src");
        var libraries = Directory.GetFiles(sources, "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .Where(name => name != "FlowActors.Examples")
            .Order();
        var approved = Directory.GetFiles(Path.Combine(Folder(), "Approved")).Select(Path.GetFileNameWithoutExtension).Order();
        Assert.Equal(libraries, approved);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
