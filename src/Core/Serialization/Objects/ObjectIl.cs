using System.Reflection;
using System.Reflection.Emit;

namespace FlowActors.Serialization;

/// <summary>The instructions that emitted value and key code share: nested serializers as fields, members, construction.</summary>
internal sealed class ObjectIl
{
    private readonly ObjectPlan _plan;
    private readonly TypeBuilder _type;
    private readonly FieldBuilder?[] _fields;

    public ObjectIl(ObjectPlan plan, TypeBuilder type, TypeSerializer[] nested, Func<int, bool> hasField)
    {
        _plan = plan;
        _type = type;
        _fields = new FieldBuilder?[nested.Length];
        for (var i = 0; i < nested.Length; i++)
        {
            if (hasField(i)) _fields[i] = type.DefineField($"_{i}", CalledAs(nested[i]), FieldAttributes.Private);
        }
    }

    /// <summary>The engine's own serializers are called as their sealed types, directly; a user's as what it derives from.</summary>
    public static Type CalledAs(TypeSerializer serializer) => serializer.GetType().Assembly == typeof(ObjectIl).Assembly
        ? serializer.GetType()
        : (IsKey(serializer) ? typeof(KeySerializer<>) : typeof(TypeSerializer<>)).MakeGenericType(serializer.ValueType);

    private static bool IsKey(TypeSerializer serializer) =>
        typeof(KeySerializer<>).MakeGenericType(serializer.ValueType).IsInstanceOfType(serializer);

    /// <summary>Emits Bind: each nested serializer into its field.</summary>
    public void EmitBind(Type contract)
    {
        var il = DynamicCode.Implement(_type, contract, "Bind");
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i] is not { } field) continue;
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldarg_1);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelem_Ref);
            il.Emit(OpCodes.Castclass, field.FieldType);
            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
    }

    public void LoadNested(ILGenerator il, int member)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, _fields[member]!);
    }

    public void LoadMember(ILGenerator il, int argument, int member)
    {
        if (_plan.Type.IsValueType) il.Emit(OpCodes.Ldarga, (short)argument);
        else il.Emit(OpCodes.Ldarg, (short)argument);
        if (_plan.Members[member].Source is FieldInfo field) il.Emit(OpCodes.Ldfld, field);
        else il.Emit(_plan.Type.IsValueType ? OpCodes.Call : OpCodes.Callvirt, (MethodInfo)_plan.Members[member].Source);
    }

    /// <summary>Emits a call of the method, with the types found and declared, for an object that is not exactly of its declared type.</summary>
    public static void EmitUnlessExact(ILGenerator il, Type declared, short argument, Action<Type, Type> otherwise)
    {
        var exact = il.DefineLabel();
        EmitTypes();
        il.Emit(OpCodes.Beq, exact);
        EmitTypes();
        il.Emit(OpCodes.Call, otherwise.Method);
        il.MarkLabel(exact);

        void EmitTypes()
        {
            il.Emit(OpCodes.Ldarg, argument);
            il.Emit(OpCodes.Callvirt, typeof(object).GetMethod(nameof(GetType))!);
            il.Emit(OpCodes.Ldtoken, declared);
            il.Emit(OpCodes.Call, typeof(Type).GetMethod(nameof(Type.GetTypeFromHandle))!);
        }
    }

    public LocalBuilder[] DeclareMembers(ILGenerator il) => [.. _plan.Members.Select(m => il.DeclareLocal(m.Type))];

    /// <summary>Makes the object from the values in the locals, by constructor and then setters, and returns it.</summary>
    public void EmitConstructionAndReturn(ILGenerator il, LocalBuilder[] members)
    {
        var made = il.DeclareLocal(_plan.Type);
        if (_plan.Constructor is null)
        {
            il.Emit(OpCodes.Ldloca, made);
            il.Emit(OpCodes.Initobj, _plan.Type);
        }
        else
        {
            foreach (var argument in _plan.Arguments) il.Emit(OpCodes.Ldloc, members[argument]);
            il.Emit(OpCodes.Newobj, _plan.Constructor);
            il.Emit(OpCodes.Stloc, made);
        }

        for (var i = 0; i < members.Length; i++)
        {
            if (_plan.Arguments.Contains(i)) continue;
            il.Emit(_plan.Type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, made);
            il.Emit(OpCodes.Ldloc, members[i]);
            if (_plan.Members[i].Target is FieldInfo field) il.Emit(OpCodes.Stfld, field);
            else il.Emit(_plan.Type.IsValueType ? OpCodes.Call : OpCodes.Callvirt, (MethodInfo)_plan.Members[i].Target!);
        }

        il.Emit(OpCodes.Ldloc, made);
        il.Emit(OpCodes.Ret);
    }

    public Type Create(Type contract)
    {
        _type.AddInterfaceImplementation(contract);
        return _type.CreateType();
    }
}
