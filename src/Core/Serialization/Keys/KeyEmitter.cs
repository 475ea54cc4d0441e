using System.Reflection;
using System.Reflection.Emit;

namespace FlowActors.Serialization;

/// <summary>Emits the code of one composite key: each member is a direct call of its key serializer.</summary>
internal sealed class KeyEmitter
{
    private readonly ObjectPlan _plan;
    private readonly TypeSerializer[] _nested;
    private readonly Type _contract;
    private readonly TypeBuilder _type;
    private readonly ObjectIl _il;

    private KeyEmitter(ObjectPlan plan, TypeSerializer[] nested)
    {
        _plan = plan;
        _nested = nested;
        _contract = typeof(IKeyCode<>).MakeGenericType(plan.Type);
        _type = DynamicCode.DefineStruct($"{plan.Type.Name}Key", nested.Select(n => n.GetType()).Append(plan.Type).Concat(ObjectEmitter.Owners(plan)));
        _il = new ObjectIl(plan, _type, nested, _ => true);
    }

    /// <summary>The emitted struct that implements <see cref="IKeyCode{T}"/> for the plan's type.</summary>
    public static Type Emit(ObjectPlan plan, TypeSerializer[] nested)
    {
        var emitter = new KeyEmitter(plan, nested);
        emitter._il.EmitBind(emitter._contract);
        emitter.EmitWrite();
        emitter.EmitRead();
        emitter.EmitNormalize();
        emitter.EmitHash();
        emitter.EmitAreEqual();
        return emitter._il.Create(emitter._contract);
    }

    private void EmitWrite()
    {
        var il = DynamicCode.Implement(_type, _contract, "Write");
        for (var i = 0; i < _nested.Length; i++)
        {
            _il.LoadNested(il, i);
            il.Emit(OpCodes.Ldarg_1);
            _il.LoadMember(il, 2, i);
            Call(il, i, "Serialize");
        }

        il.Emit(OpCodes.Ret);
    }

    private void EmitRead()
    {
        var il = DynamicCode.Implement(_type, _contract, "Read");
        var members = _il.DeclareMembers(il);
        for (var i = 0; i < _nested.Length; i++)
        {
            _il.LoadNested(il, i);
            il.Emit(OpCodes.Ldarg_1);
            Call(il, i, "Deserialize");
            il.Emit(OpCodes.Stloc, members[i]);
        }

        _il.EmitConstructionAndReturn(il, members);
    }

    private void EmitNormalize()
    {
        var il = DynamicCode.Implement(_type, _contract, "Normalize");
        EmitExactType(il);
        var members = _il.DeclareMembers(il);
        for (var i = 0; i < _nested.Length; i++)
        {
            _il.LoadNested(il, i);
            _il.LoadMember(il, 1, i);
            Call(il, i, "Normalize");
            il.Emit(OpCodes.Stloc, members[i]);
        }

        _il.EmitConstructionAndReturn(il, members);
    }

    private void EmitHash()
    {
        var il = DynamicCode.Implement(_type, _contract, "Hash");
        EmitExactType(il);
        il.Emit(OpCodes.Ldc_I4_0);
        for (var i = 0; i < _nested.Length; i++)
        {
            _il.LoadNested(il, i);
            _il.LoadMember(il, 1, i);
            Call(il, i, "StableHash");
            il.Emit(OpCodes.Call, typeof(StableHashes).GetMethod(nameof(StableHashes.Combine))!);
        }

        il.Emit(OpCodes.Ret);
    }

    private void EmitAreEqual()
    {
        var il = DynamicCode.Implement(_type, _contract, "AreEqual");
        var differ = il.DefineLabel();
        for (var i = 0; i < _nested.Length; i++)
        {
            _il.LoadNested(il, i);
            _il.LoadMember(il, 1, i);
            _il.LoadMember(il, 2, i);
            Call(il, i, "Equals", _plan.Members[i].Type, _plan.Members[i].Type);
            il.Emit(OpCodes.Brfalse, differ);
        }

        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Ret);
        il.MarkLabel(differ);
        il.Emit(OpCodes.Ldc_I4_0);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>A key of a derived type is another key to its Equals, and the same one to bytes that do not hold what it adds.</summary>
    private void EmitExactType(ILGenerator il)
    {
        if (_plan.Type.IsSealed) return;
        ObjectIl.EmitUnlessExact(il, _plan.Type, argument: 1, ExactType.ThrowKey);
    }

    private void Call(ILGenerator il, int member, string name, params Type[] parameters)
    {
        var type = ObjectIl.CalledAs(_nested[member]);
        il.Emit(OpCodes.Callvirt, (parameters.Length > 0 ? type.GetMethod(name, parameters) : type.GetMethod(name))!);
    }
}
