// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @gather_along_no_axis(%x: tensor<4xf32>, %i: tensor<2xi64>) {
  // expected-error @+2 {{expected an axis below the rank 1, found 1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.gather"(%x, %i) {axis = 1 : i64} : (tensor<4xf32>, tensor<2xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @gather_from_nothing(%x: tensor<0xf32>, %i: tensor<2xi64>) {
  // expected-error @+2 {{expected elements to read, found none in 'tensor<0xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.gather"(%x, %i) {axis = 0 : i64} : (tensor<0xf32>, tensor<2xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @float_indices(%x: tensor<4xf32>, %i: tensor<2xf32>) {
  // expected-error @+1 {{operand #1 must be}}
  %0 = "neap.gather"(%x, %i) {axis = 0 : i64} : (tensor<4xf32>, tensor<2xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @gather_elements_of_another_rank(%x: tensor<4x3xf32>, %i: tensor<2xi64>) {
  // expected-error @+2 {{expected indices of rank 2 within 'tensor<4x3xf32>' but for dimension 0, found 'tensor<2xi64>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.gather_elements"(%x, %i) {axis = 0 : i64} : (tensor<4x3xf32>, tensor<2xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @tuples_longer_than_the_rank(%x: tensor<4x3xf32>, %i: tensor<2x3xi64>) {
  // expected-error @+2 {{expected indices that end in 1 to 2 positions}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.gather_nd"(%x, %i) : (tensor<4x3xf32>, tensor<2x3xi64>) -> tensor<2xf32>
  return
}

// -----

func.func @updates_of_another_shape(%x: tensor<4x3xf32>, %i: tensor<2x1xi64>, %u: tensor<2x2xf32>) {
  // expected-error @+2 {{expected updates of type 'tensor<2x3xf32>', found 'tensor<2x2xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.scatter_nd"(%x, %i, %u) {reduction = 0 : i32} : (tensor<4x3xf32>, tensor<2x1xi64>, tensor<2x2xf32>) -> tensor<4x3xf32>
  return
}

// -----

func.func @sum_of_truth_values(%x: tensor<4xi1>, %i: tensor<2xi64>, %u: tensor<2xi1>) {
  // expected-error @+2 {{expected numbers for the reduction add, found 'tensor<4xi1>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.scatter_elements"(%x, %i, %u) {axis = 0 : i64, reduction = 1 : i32} : (tensor<4xi1>, tensor<2xi64>, tensor<2xi1>) -> tensor<4xi1>
  return
}

// -----

func.func @one_hot_of_one_value(%i: tensor<4xi64>, %v: tensor<1xf32>) {
  // expected-error @+2 {{expected two values (off, on), found 'tensor<1xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.one_hot"(%i, %v) {axis = 1 : i64, depth = 5 : i64} : (tensor<4xi64>, tensor<1xf32>) -> tensor<4x5xf32>
  return
}

// -----

func.func @range_of_two_types() {
  // expected-error @+2 {{expected start and step of one number type, found 0 : i64 and 1.000000e+00 : f32}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.range"() {start = 0 : i64, delta = 1.0 : f32, size = 3 : i64} : () -> tensor<3xi64>
  return
}

// -----

func.func @triangle_of_a_vector(%x: tensor<4xf32>) {
  // expected-error @+1 {{expected a matrix or a batch of matrices, found 'tensor<4xf32>'}}
  %0 = neap.trilu %x : tensor<4xf32>
  return
}

// -----

func.func @adjoint_of_another_gather(%dy: tensor<3x3xf32>, %i: tensor<2xi64>) {
  // expected-error @+2 {{expected slices of shape [2, 3], found 'tensor<3x3xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.gather_backward"(%dy, %i) {axis = 0 : i64, shape = array<i64: 5, 3>} : (tensor<3x3xf32>, tensor<2xi64>) -> tensor<5x3xf32>
  return
}
