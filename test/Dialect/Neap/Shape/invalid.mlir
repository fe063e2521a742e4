// RUN: neap-opt %s -split-input-file -verify-diagnostics

func.func @reshape_to_another_count(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected a shape of 6 elements for 'tensor<2x3xf32>', found [4, 2] with 8}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reshape"(%x) {shape = array<i64: 4, 2>} : (tensor<2x3xf32>) -> tensor<4x2xf32>
  return
}

// -----

func.func @reshape_to_negative_extents(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected a shape without negative extents, found [-2, -3]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.reshape"(%x) {shape = array<i64: -2, -3>} : (tensor<2x3xf32>) -> tensor<2x3xf32>
  return
}

// -----

func.func @broadcast_of_wrong_extent(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected a shape that 'tensor<2x3xf32>' broadcasts to, found [4, 3]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.broadcast"(%x) {shape = array<i64: 4, 3>} : (tensor<2x3xf32>) -> tensor<4x3xf32>
  return
}

// -----

func.func @broadcast_to_too_many(%x: tensor<1xf32>) {
  // expected-error @+2 {{has too many elements}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.broadcast"(%x) {shape = array<i64: 4611686018427387904, 4>} : (tensor<1xf32>) -> tensor<1xf32>
  return
}

// -----

func.func @permutation_that_repeats(%x: tensor<2x3xf32>) {
  // expected-error @+2 {{expected a permutation of the 2 dimensions of 'tensor<2x3xf32>', found [1, 1]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.transpose"(%x) {permutation = array<i64: 1, 1>} : (tensor<2x3xf32>) -> tensor<3x3xf32>
  return
}

// -----

func.func @slice_that_leaves(%x: tensor<5xf32>) {
  // expected-error @+2 {{slice from 1 of size 3 and step 2 leaves dimension 0 of extent 5}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.slice"(%x) {starts = array<i64: 1>, sizes = array<i64: 3>, steps = array<i64: 2>} : (tensor<5xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @slice_that_stays(%x: tensor<5xf32>) {
  // expected-error @+2 {{expected a step other than 0 along dimension 0}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.slice"(%x) {starts = array<i64: 1>, sizes = array<i64: 3>, steps = array<i64: 0>} : (tensor<5xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @slice_of_few_dimensions(%x: tensor<5x2xf32>) {
  // expected-error @+2 {{expected 2 starts, one per dimension, found 1}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.slice"(%x) {starts = array<i64: 1>, sizes = array<i64: 3>, steps = array<i64: 1>} : (tensor<5x2xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @concat_of_misfits(%a: tensor<2x3xf32>, %b: tensor<3x3xf32>) {
  // expected-error @+2 {{expected operands that agree but for dimension 1, found 'tensor<2x3xf32>' and 'tensor<3x3xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.concat"(%a, %b) {axis = 1 : i64} : (tensor<2x3xf32>, tensor<3x3xf32>) -> tensor<2x6xf32>
  return
}

// -----

func.func @pad_that_takes_all(%x: tensor<3xf32>) {
  // expected-error @+2 {{padding -2 and -2 leaves nothing of dimension 0 of 'tensor<3xf32>'}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.pad"(%x) {low = array<i64: -2>, high = array<i64: -2>, mode = 0 : i32} : (tensor<3xf32>) -> tensor<1xf32>
  return
}

// -----

func.func @pad_reflecting_nothing(%x: tensor<0xf32>) {
  // expected-error @+2 {{mode reflect needs elements to repeat, but dimension 0 of 'tensor<0xf32>' has none}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.pad"(%x) {low = array<i64: 2>, high = array<i64: 0>, mode = 1 : i32} : (tensor<0xf32>) -> tensor<2xf32>
  return
}

// -----

func.func @tile_less_than_never(%x: tensor<3xf32>) {
  // expected-error @+2 {{expected repeats of at least 0, found [-1]}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.tile"(%x) {repeats = array<i64: -1>} : (tensor<3xf32>) -> tensor<3xf32>
  return
}

// -----

func.func @slice_scatter_out_of_bounds(%x: tensor<3xf32>) {
  // expected-error @+2 {{slice from 1 of size 3 and step 2 leaves dimension 0 of extent 5}}
  // expected-error @+1 {{failed to infer returned types}}
  %0 = "neap.slice_scatter"(%x) {starts = array<i64: 1>, shape = array<i64: 5>, steps = array<i64: 2>} : (tensor<3xf32>) -> tensor<5xf32>
  return
}
