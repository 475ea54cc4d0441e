using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FlowActors.Tests.Harness;

/// <summary>Asks the compiler what it says to a piece of a program.</summary>
internal static class Snippet
{
    private const string Frame = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using FlowActors;
        using FlowActors.Functions;

        {1}

        static class Program
        {
            static async Task Save(int value) => await Task.Yield();
            static async Task<int> SaveAndCount(int value) { await Task.Yield(); return 1; }
            static ValueTask SaveFast(int value) => default;
            static ValueTask<int> CountFast(int value) => default;
            static async IAsyncEnumerable<int> Several(int value) { await Task.Yield(); yield return value; }
            static async Task Emit(int value, Collector<string> output) { await Task.Yield(); output.Collect(""); }
            static void EmitNow(int value, Collector<string> output) => output.Collect("");
            static readonly HashSet<int> Seen = new();

            static void Write(DataStream<int> stream)
            {
                {0}
            }
        }
        """;

    // Made once: what the compiler has read of the libraries serves all snippets.
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "snippet",
        references: ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path)),
        options: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));

    /// <summary>The errors of a statement about a <c>DataStream&lt;int&gt; stream</c>; none when it compiles.</summary>
    public static IReadOnlyList<string> Errors(string statement, string types = "")
    {
        var source = Frame.Replace("{0}", statement, StringComparison.Ordinal).Replace("{1}", types, StringComparison.Ordinal);
        var compilation = Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(source));
        return [.. compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString())];
    }
}
